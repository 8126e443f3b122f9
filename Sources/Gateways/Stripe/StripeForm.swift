import Foundation

/// A form body whose fields keep their order, so that the same order makes the same bytes.
struct StripeForm {
    private var fields: [String] = []

    /// Appends a field; `name` is a constant of ours and stays as it is, brackets included.
    mutating func add(_ name: String, _ value: String) {
        fields.append("\(name)=\(PercentEncoding.encoded(value))")
    }

    /// The fields as a body or a query.
    var text: String { fields.joined(separator: "&") }

    /// The bytes of `text`.
    var data: Data { Data(text.utf8) }
}
