import Foundation
import Preorder

/// The fields of a form that was sent to us, each read as what it must be.
///
/// Browsers send every field of a form, so an empty one is one that was not filled in.
struct Submission {
    private var fields: Query

    /// What makes sending the form twice the same as sending it once.
    let key: String

    /// What shows that the form was ours.
    let guardText: String?

    init(_ body: [UInt8]) throws(Problem) {
        let text = String(decoding: body, as: UTF8.self).replacing("+", with: "%20")
        fields = try Query(text)
        guardText = fields.text("guard")
        key = fields.text("key") ?? ""
    }

    /// A text without blanks around it; nil when nothing was filled in.
    mutating func text(_ name: String) -> String? {
        let text = fields.text(name)?.trimmingCharacters(in: .whitespacesAndNewlines)
        return text?.isEmpty == false ? text : nil
    }

    /// A text that must be filled in.
    mutating func required(_ name: String) throws(Problem) -> String {
        guard let text = text(name) else { throw .malformedParameter(name, "is missing") }
        return text
    }

    /// An id that must be filled in.
    mutating func id(_ name: String) throws(Problem) -> UUID {
        guard let id = UUID(uuidString: try required(name)) else {
            throw .malformedParameter(name, "must be a UUID")
        }
        return id
    }

    /// A whole number; 0 when nothing was filled in.
    mutating func integer(_ name: String) throws(Problem) -> Int64 {
        guard let text = text(name) else { return 0 }
        guard let number = Int64(text) else {
            throw .malformedParameter(name, "must be a whole number")
        }
        return number
    }
}
