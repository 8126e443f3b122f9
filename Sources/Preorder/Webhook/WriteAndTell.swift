import Foundation
import Outbox
import Postgres

extension Transaction {
    /// Writes messages, and for each mail among them a webhook to every endpoint of the member who
    /// pays: who is mailed about a result is told of it.
    ///
    /// - Returns: the ids of `drafts`, in their order.
    @discardableResult
    borrowing func writeAndTell(
        _ drafts: [MessageDraft],
        at now: Timestamp
    ) throws -> [Int64] {
        let mails = drafts.filter { $0.channel == "mail" }
        guard !mails.isEmpty else { return try write(drafts, at: now) }
        let found = try query(FindEndpoints(reservationIDs: mails.map(\.key)))
        guard !found.isEmpty else { return try write(drafts, at: now) }
        let endpoints = Dictionary(grouping: found, by: \.reservationID)
        let webhooks = try mails.flatMap { mail in
            try (endpoints[mail.key] ?? []).map { try mail.webhook(to: $0.endpointID, at: now) }
        }
        return Array(try write(drafts + webhooks, at: now).prefix(drafts.count))
    }
}

extension MessageDraft {
    /// The webhook that tells an endpoint what this mail tells the member.
    fileprivate func webhook(to endpointID: UUID, at now: Timestamp) throws -> MessageDraft {
        var payload = try MessagePayload(payload)
        payload.endpointID = endpointID
        payload.eventID = .ordered(at: now)
        return MessageDraft(
            channel: "webhooks",
            kind: kind,
            key: key,
            payload: try payload.json(),
            traceparent: traceparent
        )
    }
}

/// The endpoints of those who pay for reservations; a row an endpoint that is not disabled.
struct FindEndpoints: Statement {
    static let sql = """
        SELECT r.reservation_id, e.endpoint_id
        FROM preorder.reservation AS r
        JOIN preorder.webhook_endpoint AS e ON e.member_id = r.member_id
        WHERE r.reservation_id = ANY ($1) AND e.disabled_at IS NULL
        ORDER BY r.reservation_id, e.endpoint_id
        """

    let reservationIDs: [UUID]

    var bindings: [any Bindable] { [reservationIDs] }

    func decode(
        _ row: inout RowDecoder
    ) throws(PostgresError) -> (reservationID: UUID, endpointID: UUID) {
        try (row.next(), row.next())
    }
}
