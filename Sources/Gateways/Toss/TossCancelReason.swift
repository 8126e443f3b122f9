import Foundation

/// The `cancelReason` of our refunds: words for people, then whose it is, for us.
///
/// Example: `sender took the gift back [refund 0198…-… 2]`.
enum TossCancelReason {
    /// Toss takes 200 characters.
    private static let charactersMax = 200

    static func text(_ reason: String, _ refund: RefundReference) -> String {
        let tag = " [refund \(refund.id.uuidString.lowercased()) \(refund.generation)]"
        return reason.prefix(charactersMax - tag.count) + tag
    }

    /// The refund that a reason names at its end; nil when it is none of ours.
    static func reference(_ text: String) -> RefundReference? {
        guard let start = text.range(of: "[refund ", options: .backwards), text.hasSuffix("]")
        else { return nil }
        let words = text[start.upperBound...].dropLast().split(separator: " ")
        guard words.count == 2, let id = UUID(uuidString: String(words[0])),
            let generation = Int(words[1])
        else { return nil }
        return RefundReference(id: id, generation: generation)
    }
}
