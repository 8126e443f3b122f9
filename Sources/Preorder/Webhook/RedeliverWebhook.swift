public import Foundation
import Outbox
public import Postgres

/// Has a webhook told again: the same event under the same id, so that whoever took it knows it.
///
/// One that was taken, one that was given up and one that waits for a person go back into the
/// queue, and three days of tries begin anew. One that is being told is left alone.
public struct RedeliverWebhook: Sendable {
    /// The verb.
    public init() {}

    /// For the member whose endpoint it is.
    ///
    /// - Throws: `WebhookRefusal`, after which nothing has been written; `PostgresError`.
    public func callAsFunction(
        _ messageID: Int64,
        to endpointID: UUID,
        of memberID: UUID,
        in tx: borrowing Transaction
    ) throws {
        let isTheirs = try tx.only(IsEndpoint(endpointID: endpointID, memberID: memberID))
        guard isTheirs else { throw WebhookRefusal.unknownEndpoint }
        let found = try tx.first(LockDelivery(messageID: messageID, endpointID: endpointID))
        guard let found else { throw WebhookRefusal.unknownDelivery }
        try tx.redeliver(found, by: "member", because: "asked for again by the member")
    }

    /// For the store's staff; who and why are kept.
    ///
    /// - Throws: `PostgresError`; after `commitUnknown` ask again.
    public func callAsFunction(
        _ messageID: Int64,
        by act: StaffAct,
        on connection: Connection
    ) async throws -> Result<Void, WebhookRefusal> {
        try await connection.refusable { tx in
            let found = try tx.first(LockDelivery(messageID: messageID, endpointID: nil))
            guard let found else { throw WebhookRefusal.unknownDelivery }
            try tx.keep(
                act,
                "webhook told again",
                of: ["message \(messageID)"],
                in: found.country,
                refusing: WebhookRefusal.self
            )
            try tx.redeliver(found, by: act.by.name, because: act.reason)
        }
    }
}

extension Transaction {
    fileprivate borrowing func redeliver(
        _ found: LockedDelivery,
        by whom: String,
        because reason: String
    ) throws {
        guard !found.isDisabled else { throw WebhookRefusal.disabled }
        let now = try only(ReadDomainTime())
        let requeued = try requeue(
            found.message,
            ofDay: found.day,
            channel: "webhooks",
            by: whom,
            because: reason,
            at: now
        )
        switch requeued {
        case .queued: break
        case .pending: throw WebhookRefusal.pending
        case .gone: throw WebhookRefusal.unknownDelivery
        }
        try execute(
            NoteRedelivery(
                messageID: found.message.messageID,
                endpointID: found.endpointID,
                now: now
            )
        )
    }
}

/// A webhook's row of the journal, locked.
struct LockedDelivery: Sendable {
    let message: KeyedMessage
    let endpointID: UUID
    let day: String
    let isDisabled: Bool

    /// The country of the member whose endpoint it is.
    let country: String
}

/// The journal's row of a message, locked; no row when it, or its endpoint, is gone.
///
/// Nor when its day may be dropped from tomorrow on: a sweep that has found nothing open of a day
/// does not look again before it drops it.
struct LockDelivery: Statement {
    static let sql = """
        SELECT d.message_id, d.key, d.endpoint_id, d.message_day, e.disabled_at IS NOT NULL,
               m.country
        FROM preorder.webhook_delivery AS d
        JOIN preorder.webhook_endpoint AS e USING (endpoint_id)
        JOIN preorder.member AS m USING (member_id)
        WHERE d.message_id = $1
          AND d.message_day >= outbox.today()
                               - (SELECT max(retention_days) - 1 FROM preorder.policy)
          AND d.endpoint_id = coalesce($2, (SELECT (n.payload ->> 'endpoint_id')::uuid
                                            FROM outbox.message AS n
                                            WHERE n.id = $1 AND n.channel = 'webhooks'))
        FOR UPDATE OF d
        """

    let messageID: Int64
    let endpointID: UUID?

    var bindings: [any Bindable] { [messageID, endpointID] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> LockedDelivery {
        let (messageID, key): (Int64, UUID) = try (row.next(), row.next())
        return try LockedDelivery(
            message: KeyedMessage(messageID: messageID, key: key),
            endpointID: row.next(),
            day: row.next(),
            isDisabled: row.next(),
            country: row.next()
        )
    }
}

/// Notes that a webhook is to be told again; one row.
struct NoteRedelivery: Statement {
    static let sql = """
        UPDATE preorder.webhook_delivery SET redelivered_at = $3
        WHERE message_id = $1 AND endpoint_id = $2
        """

    let messageID: Int64
    let endpointID: UUID
    let now: Timestamp

    var bindings: [any Bindable] { [messageID, endpointID, now] }
}

/// Whether an endpoint is a member's; one row.
struct IsEndpoint: Statement {
    static let sql = """
        SELECT EXISTS (SELECT FROM preorder.webhook_endpoint
                       WHERE endpoint_id = $1 AND member_id = $2)
        """

    let endpointID: UUID
    let memberID: UUID

    var bindings: [any Bindable] { [endpointID, memberID] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> Bool { try row.next() }
}
