import Foundation
import Outbox
import Postgres
import Preorder

/// What an endpoint is told: what happened and to what, by ids; the API tells the rest.
struct WebhookBody: Encodable {
    /// `payment.completed` for `payment_completed`.
    let type: String

    /// When it happened, domain time.
    let timestamp: String

    /// What the event's document lists, and nothing else.
    let data: [String: String]

    /// - Throws: `ChannelError.malformedPayload` when the message lacks what the event always says.
    init(
        _ event: WebhookEvent,
        _ claim: Claim,
        _ payload: MessagePayload
    ) throws(ChannelError) {
        type = event.type
        timestamp = "\(claim.createdAt)"
        var data: [String: String] = [:]
        for member in event.members {
            data[member.rawValue] = member.text(payload)
            guard data[member.rawValue] != nil || !event.always(has: member) else {
                throw .malformedPayload(messageID: claim.messageID)
            }
        }
        self.data = data
    }

    /// The exact bytes, which are kept for every further try.
    func bytes() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(self))
    }
}
