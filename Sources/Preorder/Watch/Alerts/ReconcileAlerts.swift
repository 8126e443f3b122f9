import Postgres

/// Makes the alerts of one probe what it finds now: what is new is raised, what began anew is raised
/// again, what is gone is cleared; one row with how many of each.
struct ReconcileAlerts<Probe: AlertProbe>: Statement {
    static var sql: String {
        """
        WITH cause AS MATERIALIZED (\(Probe.causes)),
        cleared AS (
            DELETE FROM outbox.alert AS a
            WHERE kind = $1 AND NOT EXISTS (SELECT FROM cause WHERE cause.subject = a.subject)
            RETURNING subject
        ),
        raised AS (
            INSERT INTO outbox.alert
                (kind, subject, occurrence, detail, since, amount_minor, currency, raised_at)
            SELECT $1, subject, occurrence, detail, since, amount_minor, currency, outbox.now()
            FROM cause
            WHERE NOT EXISTS (SELECT FROM outbox.alert AS known
                              WHERE known.kind = $1 AND known.subject = cause.subject
                                AND known.occurrence = cause.occurrence)
            ON CONFLICT (kind, subject) DO UPDATE
            SET occurrence = excluded.occurrence, detail = excluded.detail,
                since = excluded.since, amount_minor = excluded.amount_minor,
                currency = excluded.currency, raised_at = excluded.raised_at,
                told_at = NULL, teller = NULL, telling_until = NULL
            RETURNING subject
        )
        SELECT (SELECT count(*) FROM raised), (SELECT count(*) FROM cleared)
        """
    }

    var bindings: [any Bindable] { [Probe.kind] }

    func decode(
        _ row: inout RowDecoder
    ) throws(PostgresError) -> (raised: Int, cleared: Int) {
        try (row.next(), row.next())
    }
}
