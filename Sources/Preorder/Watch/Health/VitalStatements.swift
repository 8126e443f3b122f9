import Postgres

/// Domain time as the reports count it; one row.
struct ReadReportClock: Statement {
    static let sql = "SELECT now_at, is_simulation FROM report.clock"

    func decode(
        _ row: inout RowDecoder
    ) throws(PostgresError) -> (now: Timestamp, isSimulation: Bool) {
        try (row.next(), row.next())
    }
}

/// Each channel's waiting messages, by name.
struct ReadChannelVitals: Statement {
    static let sql = """
        SELECT o.channel, o.due, o.oldest_due_seconds, o.unknown, u.oldest_seconds, o.dead,
               c.due_age_max_seconds, c.unknown_age_max_seconds, o.leased, o.retrying, o.held,
               o.parked, o.action_required
        FROM report.outbox AS o
        JOIN report.channel AS c USING (channel)
        LEFT JOIN (SELECT u.channel,
                          extract(epoch FROM max(clock.now_at - u.since))::bigint AS oldest_seconds
                   FROM report.unknown AS u CROSS JOIN report.clock
                   GROUP BY u.channel) AS u USING (channel)
        ORDER BY o.channel
        """

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> Vitals.Channel {
        try Vitals.Channel(
            name: row.next(),
            due: row.next(),
            oldestDueSeconds: row.next(),
            unknown: row.next(),
            oldestUnknownSeconds: row.next(),
            dead: row.next(),
            dueAgeMaxSeconds: row.next(),
            unknownAgeMaxSeconds: row.next(),
            leased: row.next(),
            retrying: row.next(),
            held: row.next(),
            parked: row.next(),
            actionRequired: row.next()
        )
    }
}

/// The batches that must run, by name.
struct ReadBatchVitals: Statement {
    static let sql = """
        SELECT program || ' ' || channel, age_seconds, age_max_seconds, is_running, last_result
        FROM report.batch_due
        ORDER BY program, channel
        """

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> Vitals.Batch {
        try Vitals.Batch(
            name: row.next(),
            ageSeconds: row.next(),
            ageMaxSeconds: row.next(),
            isRunning: row.next(),
            lastResult: row.next()
        )
    }
}

/// Refunds that members are waiting for, counted; one row.
struct ReadRefundVitals: Statement {
    static let sql = """
        SELECT count(*), count(*) FILTER (WHERE state = 'refused'),
               count(*) FILTER (WHERE deadline IN ('today', 'next_business_day')),
               count(*) FILTER (WHERE deadline = 'late')
        FROM report.refund_due
        WHERE amount_minor > 0
        """

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> Vitals.Refunds {
        try Vitals.Refunds(
            waiting: row.next(),
            refused: row.next(),
            near: row.next(),
            late: row.next()
        )
    }
}

/// Breakers that are not closed, by destination.
struct ReadBreakerVitals: Statement {
    static let sql = """
        SELECT destination, open_seconds FROM report.breaker
        WHERE state <> 'closed' ORDER BY destination
        """

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> Vitals.Breaker {
        try Vitals.Breaker(destination: row.next(), openSeconds: row.next())
    }
}

/// What is paused, by name.
struct ReadPauseVitals: Statement {
    static let sql = """
        SELECT scope || ' ' || name, is_automatic FROM report.pause ORDER BY scope, name
        """

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> Vitals.Pause {
        try Vitals.Pause(name: row.next(), isAutomatic: row.next())
    }
}

/// Days ahead of the table that has fewer of them; one row.
struct ReadPartitionVitals: Statement {
    static let sql = "SELECT min(days_ahead) FROM report.partition_ahead"

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> Int64 { try row.next() }
}

/// How long the oldest alert has waited to be told; one row, NULL when none waits.
struct ReadUntoldAlerts: Statement {
    static let sql = "SELECT max(age_seconds) FROM report.alert WHERE told_at IS NULL"

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> Int64? { try row.next() }
}
