public import Foundation
public import Postgres

/// What became of one webhook to an endpoint.
public struct WebhookDelivery: Sendable, Hashable {
    /// Where it stands.
    public enum State: String, Sendable, CaseIterable {
        /// It is told again until it is taken.
        case pending

        /// It was taken the last time that it was to be told.
        case delivered

        /// It is not told any more.
        case dead
    }

    /// The message; also the order of writing.
    public let messageID: Int64

    /// What a repeat is known by.
    public let eventID: UUID

    /// What it tells of; nil for a kind that this program does not know.
    public let event: WebhookEvent?

    /// When that happened.
    public let createdAt: Timestamp

    /// Where it stands.
    public let state: State

    /// Tries of which it is known how they ended.
    public let attempts: Int

    /// How the last one ended: `answered`, `refused_address`, `unreachable` or `no_answer`.
    public let lastOutcome: String?

    /// What was answered then.
    public let lastStatus: Int?

    /// When it was made.
    public let lastTriedAt: Timestamp?

    /// When the next one is made; nil when none is, or at once.
    public let nextTryAt: Timestamp?

    /// When it was last taken.
    public let deliveredAt: Timestamp?

    /// When somebody last asked to have it told again.
    public let redeliveredAt: Timestamp?
}

/// The webhooks to a member's endpoint, newest first, in pages.
public struct ReadDeliveries: Statement {
    /// A row a webhook; none when the endpoint is not the member's.
    public static let sql = """
        SELECT d.message_id, d.event_id, d.kind, d.created_at,
               CASE WHEN q.state <> 'dead' THEN 'pending'
                    WHEN d.delivered_at >= coalesce(d.redelivered_at, d.delivered_at)
                    THEN 'delivered' ELSE 'dead' END,
               d.attempts, d.last_outcome, d.last_status, d.last_tried_at, q.due_at,
               d.delivered_at, d.redelivered_at
        FROM preorder.webhook_endpoint AS e
        JOIN preorder.webhook_delivery AS d USING (endpoint_id)
        LEFT JOIN outbox.queue AS q
          ON q.channel = 'webhooks' AND q.lane = outbox.lane_of(d.key)
         AND q.message_id = d.message_id
        WHERE e.endpoint_id = $1 AND e.member_id = $2 AND ($3::bigint IS NULL OR d.message_id < $3)
        ORDER BY d.message_id DESC LIMIT $4
        """

    private let endpointID: UUID
    private let memberID: UUID
    private let last: Int64?
    private let limit: Int

    /// Those to `endpointID` of `memberID`, before `last`: where the page before ended.
    public init(endpointID: UUID, memberID: UUID, before last: Int64? = nil, limit: Int = 100) {
        self.endpointID = endpointID
        self.memberID = memberID
        self.last = last
        self.limit = limit
    }

    /// Endpoint, member, cursor and limit.
    public var bindings: [any Bindable] { [endpointID, memberID, last, limit] }

    /// One webhook.
    public func decode(_ row: inout RowDecoder) throws(PostgresError) -> WebhookDelivery {
        let (messageID, eventID): (Int64, UUID) = try (row.next(), row.next())
        let kind: String = try row.next()
        return try WebhookDelivery(
            messageID: messageID,
            eventID: eventID,
            event: WebhookEvent(rawValue: kind),
            createdAt: row.next(),
            state: row.nextStatus(Self.name),
            attempts: row.next(),
            lastOutcome: row.next(),
            lastStatus: row.next(),
            lastTriedAt: row.next(),
            nextTryAt: row.next(),
            deliveredAt: row.next(),
            redeliveredAt: row.next()
        )
    }
}
