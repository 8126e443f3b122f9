import Foundation
import Money
import Postgres

/// Lets one run at a time find and claim; freed with the transaction.
struct LockAlerts: Statement {
    static let sql = "SELECT pg_advisory_xact_lock(hashtext('outbox.alert'))"
}

/// Takes everything in hand that was not told and that nobody else is telling.
struct ClaimAlerts: Statement {
    static let sql = """
        UPDATE outbox.alert
        SET teller = $1, telling_until = clock_timestamp() + $2 * interval '1 second'
        WHERE told_at IS NULL
          AND (telling_until IS NULL OR telling_until < clock_timestamp())
        """

    let runID: UUID
    let seconds: Int64

    var bindings: [any Bindable] { [runID, seconds] }
}

/// What a run has in hand: of each kind the first `limit`, with how many there are.
struct ReadClaimedAlerts: Statement {
    static let sql = """
        SELECT kind, subject, detail, since, amount_minor, currency, total
        FROM (SELECT *, count(*) OVER (PARTITION BY kind) AS total,
                     row_number() OVER (PARTITION BY kind
                                        ORDER BY since, length(subject), subject) AS place
              FROM outbox.alert WHERE teller = $1) AS claimed
        WHERE place <= $2
        ORDER BY kind, place
        """

    let runID: UUID
    let limit: Int

    var bindings: [any Bindable] { [runID, limit] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> (alert: Alert, total: Int) {
        let kind: String = try row.next()
        let subject: String = try row.next()
        let detail: String = try row.next()
        let since: Timestamp? = try row.next()
        let minor: Int64? = try row.next()
        let code: String? = try row.next()
        let currency = code.flatMap { Currency($0) }
        let amount = minor.flatMap { minor in currency.map { Money(minor, $0) } }
        let alert = Alert(
            kind: kind,
            subject: subject,
            detail: detail,
            since: since,
            amount: amount
        )
        return (alert, try row.next())
    }
}

/// The money at stake in what a run has in hand; one row a kind and currency.
struct SumClaimedAlerts: Statement {
    static let sql = """
        SELECT kind, sum(amount_minor)::bigint, currency
        FROM outbox.alert WHERE teller = $1 AND amount_minor > 0
        GROUP BY kind, currency ORDER BY kind, currency
        """

    let runID: UUID

    var bindings: [any Bindable] { [runID] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> (kind: String, amount: Money) {
        try (row.next(), row.nextMoney(Self.name))
    }
}

/// What was told before and is still there; one row a kind.
struct CountToldAlerts: Statement {
    static let sql = """
        SELECT kind, count(*) FROM outbox.alert WHERE told_at IS NOT NULL GROUP BY kind
        """

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> (kind: String, count: Int) {
        try (row.next(), row.next())
    }
}

/// Which database it is, and its time; one row.
struct ReadAlertPlace: Statement {
    static let sql = "SELECT current_database(), now_at, is_simulation FROM report.clock"

    func decode(
        _ row: inout RowDecoder
    ) throws(PostgresError) -> (database: String, now: Timestamp, isSimulation: Bool) {
        try (row.next(), row.next(), row.next())
    }
}

/// Notes that what a run has in hand was told.
struct NoteAlertsTold: Statement {
    static let sql = """
        UPDATE outbox.alert SET told_at = outbox.now(), teller = NULL, telling_until = NULL
        WHERE teller = $1
        """

    let runID: UUID

    var bindings: [any Bindable] { [runID] }
}

/// Gives back what a run could not tell.
struct ReleaseAlerts: Statement {
    static let sql = "UPDATE outbox.alert SET teller = NULL, telling_until = NULL WHERE teller = $1"

    let runID: UUID

    var bindings: [any Bindable] { [runID] }
}
