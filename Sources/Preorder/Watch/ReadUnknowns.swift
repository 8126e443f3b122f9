public import Foundation
public import Money
public import Postgres

/// A call that may have happened.
public struct UnknownCall: Sendable {
    /// The message.
    public let messageID: Int64

    /// Its channel.
    public let channel: String

    /// What it asks for.
    public let kind: String

    /// Its key: the reservation.
    public let reservationID: UUID

    /// Where it was sent.
    public let destination: String

    /// Cash at stake; nil where no money moves.
    public let amount: Money?

    /// When it was first sent, domain time.
    public let since: Timestamp

    /// When it was last sent, domain time.
    public let lastSentAt: Timestamp

    /// How often the same bytes were sent.
    public let sends: Int

    /// How long ago it was first sent, domain time.
    public let age: Duration

    /// Whether that is longer than its channel allows.
    public let isOld: Bool
}

/// Calls without a verdict, the oldest first; at most `limit` rows.
public struct ReadUnknowns: Statement {
    /// Reads only schema `report`.
    public static let sql = """
        SELECT u.message_id, u.channel, u.kind, u.reservation_id, u.destination,
               CASE WHEN u.currency IS NOT NULL THEN u.amount_minor END,
               CASE WHEN u.amount_minor IS NOT NULL THEN u.currency END,
               u.since, u.last_sent_at, u.sends,
               extract(epoch FROM clock.now_at - u.since)::bigint,
               u.since < clock.now_at - c.unknown_age_max_seconds * interval '1 second'
        FROM report.unknown AS u
        JOIN report.channel AS c USING (channel)
        CROSS JOIN report.clock
        ORDER BY u.since, u.message_id
        LIMIT $1
        """

    private let limit: Int

    /// At most `limit` of them.
    public init(limit: Int) { self.limit = limit }

    /// The limit.
    public var bindings: [any Bindable] { [limit] }

    /// One call.
    public func decode(_ row: inout RowDecoder) throws(PostgresError) -> UnknownCall {
        let messageID: Int64 = try row.next()
        let (channel, kind): (String, String) = try (row.next(), row.next())
        let (reservationID, destination): (UUID, String) = try (row.next(), row.next())
        let amount = try row.nextMoneyIfAny(Self.name)
        let (since, lastSentAt): (Timestamp, Timestamp) = try (row.next(), row.next())
        return try UnknownCall(
            messageID: messageID,
            channel: channel,
            kind: kind,
            reservationID: reservationID,
            destination: destination,
            amount: amount,
            since: since,
            lastSentAt: lastSentAt,
            sends: row.next(),
            age: .seconds(row.next(Int64.self)),
            isOld: row.next()
        )
    }
}

/// The money at stake in calls without a verdict; one row a currency.
public struct SumUnknowns: Statement {
    /// Reads only schema `report`.
    public static let sql = """
        SELECT sum(amount_minor)::bigint, currency FROM report.unknown
        WHERE amount_minor > 0 AND currency IS NOT NULL
        GROUP BY currency ORDER BY currency
        """

    /// All of them.
    public init() {}

    /// One currency's sum.
    public func decode(_ row: inout RowDecoder) throws(PostgresError) -> Money {
        try row.nextMoney(Self.name)
    }
}
