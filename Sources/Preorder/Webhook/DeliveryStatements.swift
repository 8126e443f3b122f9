public import Foundation
import Outbox
public import Postgres

/// Begins the journal of webhooks that were just written; a row each.
struct BeginDeliveries: Statement {
    // The day is the queue row's: at midnight this statement's own may be the next one.
    static let sql = """
        INSERT INTO preorder.webhook_delivery
            (endpoint_id, message_id, message_day, key, kind, event_id, created_at)
        SELECT w.endpoint_id, w.message_id, q.day, q.key, q.kind, w.event_id, $5
        FROM unnest($1::uuid[], $2::bigint[], $3::uuid[], $4::uuid[])
             AS w (endpoint_id, message_id, key, event_id)
        JOIN outbox.queue AS q ON q.channel = 'webhooks' AND q.lane = outbox.lane_of(w.key)
         AND q.message_id = w.message_id
        """

    let webhooks: [(webhook: NewWebhook, messageID: Int64)]
    let now: Timestamp

    var bindings: [any Bindable] {
        [
            webhooks.map(\.webhook.endpointID), webhooks.map(\.messageID),
            webhooks.map(\.webhook.draft.key), webhooks.map(\.webhook.eventID), now,
        ]
    }
}

/// How a try to tell an endpoint ended.
public struct WebhookTry: Sendable {
    /// The endpoint.
    public let endpointID: UUID

    /// The message.
    public let messageID: Int64

    /// `answered`, `refused_address`, `unreachable` or `no_answer`.
    public let outcome: String

    /// What was answered.
    public let status: Int?

    /// A try that ended so.
    public init(endpointID: UUID, messageID: Int64, outcome: String, status: Int?) {
        self.endpointID = endpointID
        self.messageID = messageID
        self.outcome = outcome
        self.status = status
    }
}

/// Notes how tries ended, in everyone's order: journal before queue.
public struct NoteTries: Statement {
    /// A row a try whose webhook is still in the journal.
    public static let sql = """
        UPDATE preorder.webhook_delivery AS d
        SET attempts = d.attempts + 1, last_outcome = t.outcome, last_status = t.status,
            last_tried_at = $5,
            delivered_at = CASE WHEN t.status BETWEEN 200 AND 299 THEN $5 ELSE d.delivered_at END
        FROM unnest($1::uuid[], $2::bigint[], $3::text[], $4::smallint[])
             AS t (endpoint_id, message_id, outcome, status)
        WHERE d.endpoint_id = t.endpoint_id AND d.message_id = t.message_id
        """

    private let tries: [WebhookTry]
    private let now: Timestamp

    /// Notes `tries` at an instant of domain time.
    public init(_ tries: [WebhookTry], now: Timestamp) {
        self.tries = tries
        self.now = now
    }

    /// Tries and instant.
    public var bindings: [any Bindable] {
        [
            tries.map(\.endpointID), tries.map(\.messageID), tries.map(\.outcome),
            tries.map { $0.status.map { Int16(clamping: $0) } }, now,
        ]
    }
}

/// When webhooks were last asked to be told again; a row for each that was.
public struct ReadRedelivered: Statement {
    /// Message and instant.
    public static let sql = """
        SELECT d.message_id, d.redelivered_at
        FROM unnest($1::uuid[], $2::bigint[]) AS w (endpoint_id, message_id)
        JOIN preorder.webhook_delivery AS d USING (endpoint_id, message_id)
        WHERE d.redelivered_at IS NOT NULL
        """

    private let webhooks: [(endpointID: UUID, messageID: Int64)]

    /// Of `webhooks`.
    public init(_ webhooks: [(endpointID: UUID, messageID: Int64)]) { self.webhooks = webhooks }

    /// Endpoints and messages.
    public var bindings: [any Bindable] {
        [webhooks.map(\.endpointID), webhooks.map(\.messageID)]
    }

    /// One of them.
    public func decode(_ row: inout RowDecoder) throws(PostgresError) -> (Int64, Timestamp) {
        try (row.next(), row.next())
    }
}

/// Forgets what became of webhooks that are older than the policy keeps them, unless somebody asked
/// for one again since; never later than the day of their message may be dropped.
public struct ForgetDeliveries: Statement {
    /// By the index on their age.
    public static let sql = """
        DELETE FROM preorder.webhook_delivery AS d
        USING (SELECT coalesce($1, outbox.now()) AS now,
                      least((SELECT webhook_days FROM preorder.api_policy),
                            (SELECT max(retention_days) - 1 FROM preorder.policy)) AS days) AS p
        WHERE d.created_at < p.now - p.days * interval '1 day'
          AND coalesce(d.redelivered_at, d.created_at) < p.now - interval '4 days'
        """

    private let asOf: Timestamp?

    /// As of an instant of domain time; nil for now.
    public init(asOf: Timestamp?) { self.asOf = asOf }

    /// The instant.
    public var bindings: [any Bindable] { [asOf] }
}
