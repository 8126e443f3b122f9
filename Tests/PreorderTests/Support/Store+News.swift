import Foundation
import Outbox
import Postgres
import Preorder
import Testing

extension Store {
    /// An endpoint of a member, to be told of results.
    @discardableResult
    func listen(_ memberID: UUID) async throws -> UUID {
        let endpoints = WebhookEndpoints(vault: try Store.vault())
        return try await connection.transaction { tx in
            try endpoints.add("https://partner.example/\(memberID)", of: memberID, in: tx)
        }
    }

    /// A gift, charged and thus offered, whose sender and recipient are listening.
    func overheard() async throws -> Given {
        let (sender, recipient) = (try await join(), try await join())
        for member in [sender, recipient] { try await listen(member) }
        return try await offer(from: sender, to: recipient)
    }

    /// `kind|who|members` of what the two members of a gift are told, in the order written; members
    /// as the messages have them, the endpoint and the event's own id left out.
    func news(of given: Given) async throws -> [String] {
        try await lines(
            """
            SELECT m.kind,
                   CASE e.member_id WHEN '\(given.senderID)' THEN 'sender'
                                    WHEN '\(given.recipientID)' THEN 'recipient' END,
                   (SELECT string_agg(d.key || CASE WHEN d.key IN ('part', 'reason')
                                                    THEN '=' || d.value ELSE '' END, ' '
                                      ORDER BY d.key)
                    FROM jsonb_each_text(m.payload - 'endpoint_id' - 'event_id') AS d)
            FROM outbox.message AS m
            JOIN preorder.webhook_endpoint AS e
              ON e.endpoint_id = (m.payload ->> 'endpoint_id')::uuid
            WHERE m.channel = 'webhooks' AND m.key = '\(given.receipt.reservationID)'
            ORDER BY m.id
            """
        )
    }

    /// The trace of each message of a reservation, as `channel/kind trace`, without repeats.
    func traces(of reservationID: UUID) async throws -> Set<String> {
        Set(
            try await lines(
                """
                SELECT coalesce(substr(traceparent, 4, 32), 'none') FROM outbox.message
                WHERE key = '\(reservationID)'
                """
            )
        )
    }
}
