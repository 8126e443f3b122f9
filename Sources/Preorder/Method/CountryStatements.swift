public import Money
public import Postgres

/// Whether PostgreSQL knows a time zone; one row.
struct IsTimeZone: Statement {
    static let sql = "SELECT EXISTS (SELECT FROM pg_timezone_names WHERE name = $1)"

    let name: String

    var bindings: [any Bindable] { [name] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> Bool { try row.next() }
}

/// One row.
struct InsertCountry: Statement {
    static let sql = """
        INSERT INTO preorder.country (country, name, currency, time_zone, language)
        VALUES ($1, $2, $3, $4, $5)
        """

    let country: NewCountry

    var bindings: [any Bindable] {
        [
            country.country, country.name, country.currency.code, country.timeZone,
            country.language,
        ]
    }
}

/// One row.
struct InsertPolicy: Statement {
    static let sql = """
        INSERT INTO preorder.policy (country, earn_rate_basis_points, point_minor,
            point_validity_days, grace_lot_days, gift_days, refund_window_days,
            refund_business_days, refund_settling_minutes, authenticate_minutes,
            charge_deadline_minutes, retention_days, points_notice_days,
            gift_reminder_days)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
        """

    let country: String
    let policy: CountryPolicy

    var bindings: [any Bindable] {
        [
            country, policy.earnRateBasisPoints, policy.pointMinor, policy.pointValidityDays,
            policy.graceLotDays, policy.giftDays, policy.refundWindowDays,
            policy.refundBusinessDays, policy.refundSettlingMinutes, policy.authenticateMinutes,
            policy.chargeDeadlineMinutes, policy.retentionDays,
            policy.pointsNoticeDays, policy.giftReminderDays,
        ]
    }
}

/// A country office.
public struct CountryOffice: Sendable, Hashable {
    /// ISO 3166 code.
    public let country: String

    /// Its name.
    public let name: String

    /// What it sells in.
    public let currency: Currency

    /// Its time zone.
    public let timeZone: String

    /// Its language.
    public let language: String
}

/// All country offices, by code.
public struct ReadCountries: Statement {
    /// One row an office.
    public static let sql = """
        SELECT country, name, currency, time_zone, language FROM preorder.country
        ORDER BY country
        """

    /// The statement.
    public init() {}

    /// Reads an office.
    public func decode(_ row: inout RowDecoder) throws(PostgresError) -> CountryOffice {
        try CountryOffice(
            country: row.next(),
            name: row.next(),
            currency: row.nextCurrency(Self.name),
            timeZone: row.next(),
            language: row.next()
        )
    }
}
