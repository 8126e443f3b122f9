public import Postgres

/// An alert whose cause is still there.
public struct StandingAlert: Sendable {
    /// What somebody must know.
    public let alert: Alert

    /// When it was found, domain time.
    public let raisedAt: Timestamp

    /// When somebody was told, domain time; nil: not yet.
    public let toldAt: Timestamp?
}

/// Alerts that stand, the newest first; at most `limit` rows.
public struct ReadAlerts: Statement {
    /// Reads only schema `report`.
    public static let sql = """
        SELECT kind, subject, detail, since, amount_minor, currency, raised_at, told_at
        FROM report.alert
        ORDER BY raised_at DESC, kind, subject
        LIMIT $1
        """

    private let limit: Int

    /// At most `limit` of them.
    public init(limit: Int) { self.limit = limit }

    /// The limit.
    public var bindings: [any Bindable] { [limit] }

    /// One alert.
    public func decode(_ row: inout RowDecoder) throws(PostgresError) -> StandingAlert {
        let (kind, subject): (String, String) = try (row.next(), row.next())
        let (detail, since): (String, Timestamp?) = try (row.next(), row.next())
        let amount = try row.nextMoneyIfAny(Self.name)
        let alert = Alert(
            kind: kind,
            subject: subject,
            detail: detail,
            since: since,
            amount: amount
        )
        return try StandingAlert(alert: alert, raisedAt: row.next(), toldAt: row.next())
    }
}

/// How many alerts stand; one row.
public struct CountAlerts: Statement {
    /// Reads only schema `report`.
    public static let sql = "SELECT count(*) FROM report.alert"

    /// All of them.
    public init() {}

    /// The number.
    public func decode(_ row: inout RowDecoder) throws(PostgresError) -> Int { try row.next() }
}
