import Foundation
import Postgres

/// Announces a drain, so that the others leave it its share; returns how many are draining.
struct AnnounceDrain: Statement {
    static let sql = """
        WITH announced AS (
            INSERT INTO outbox.drain (run_id, channel, expires_at)
            VALUES ($1, $2, clock_timestamp() + $3 * interval '1 microsecond')
            ON CONFLICT (channel, run_id) DO UPDATE SET expires_at = excluded.expires_at
        )
        SELECT 1 + count(*) FROM outbox.drain
        WHERE channel = $2 AND run_id <> $1 AND expires_at > clock_timestamp()
        """

    let runID: UUID
    let channel: String
    let leaseMicroseconds: Int64

    var bindings: [any Bindable] { [runID, channel, leaseMicroseconds] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> Int { try row.next() }
}

/// Withdraws the announcement, and those of drains long gone.
struct RetractDrain: Statement {
    static let sql = """
        DELETE FROM outbox.drain
        WHERE channel = $2 AND (run_id = $1 OR expires_at < clock_timestamp() - interval '1 hour')
        """

    let runID: UUID
    let channel: String

    var bindings: [any Bindable] { [runID, channel] }
}

/// Takes over at most `limit` free or expired lanes; returns each with its new token.
struct AcquireLanes: Statement {
    static let sql = """
        WITH free AS (
            SELECT channel, lane FROM outbox.lane
            WHERE channel = $1 AND (expires_at IS NULL OR expires_at < clock_timestamp())
            ORDER BY lane LIMIT $4
            FOR UPDATE SKIP LOCKED
        )
        UPDATE outbox.lane AS l
        SET token = token + 1, run_id = $2,
            expires_at = clock_timestamp() + $3 * interval '1 microsecond'
        FROM free WHERE l.channel = free.channel AND l.lane = free.lane
        RETURNING l.lane, l.token, l.position, l.late::text[]
        """

    let channel: String
    let runID: UUID
    let leaseMicroseconds: Int64
    let limit: Int

    var bindings: [any Bindable] { [channel, runID, leaseMicroseconds, limit] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> AcquiredLane {
        try AcquiredLane(
            lane: row.next(),
            token: row.next(),
            position: row.next(),
            late: row.next()
        )
    }
}

/// A lane as it was taken over.
struct AcquiredLane: Sendable {
    let lane: Int16
    let token: Int64
    let position: Int64
    let late: [String]
}

/// Prolongs leases and notes where claims stopped; returns the lanes that are still ours.
struct RenewLanes: Statement {
    static let sql = """
        UPDATE outbox.lane AS l
        SET expires_at = clock_timestamp() + $5 * interval '1 microsecond',
            position = held.position, late = $6::text[]::xid8[]
        FROM unnest($2::smallint[], $3::bigint[], $4::bigint[]) AS held (lane, token, position)
        WHERE l.channel = $1 AND l.lane = held.lane AND l.token = held.token
        RETURNING l.lane
        """

    let channel: String
    let lanes: [Int16: HeldLane]
    let leaseMicroseconds: Int64
    let late: [UInt64]

    var bindings: [any Bindable] {
        let ordered = lanes.sorted { $0.key < $1.key }
        return [
            channel, ordered.map(\.key), ordered.map(\.value.token),
            ordered.map(\.value.position), leaseMicroseconds, late.map { String($0) },
        ]
    }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> Int16 { try row.next() }
}

/// Gives lanes back, noting where claims stopped; returns the lanes that were still ours.
struct ReleaseLanes: Statement {
    static let sql = """
        UPDATE outbox.lane AS l
        SET run_id = NULL, expires_at = NULL, position = held.position,
            late = $5::text[]::xid8[]
        FROM unnest($2::smallint[], $3::bigint[], $4::bigint[]) AS held (lane, token, position)
        WHERE l.channel = $1 AND l.lane = held.lane AND l.token = held.token
        RETURNING l.lane
        """

    let channel: String
    let lanes: [Int16: HeldLane]
    let late: [UInt64]

    var bindings: [any Bindable] {
        let ordered = lanes.sorted { $0.key < $1.key }
        return [
            channel, ordered.map(\.key), ordered.map(\.value.token),
            ordered.map(\.value.position), late.map { String($0) },
        ]
    }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> Int16 { try row.next() }
}

/// Locks the rows of the named lanes until commit; returns those whose token is still ours, and
/// domain time.
///
/// A take-over waits for this transaction; after one the lane is not returned.
struct FenceLanes: Statement {
    static let sql = """
        SELECT l.lane, outbox.now() FROM outbox.lane AS l
        JOIN unnest($2::smallint[], $3::bigint[]) AS held (lane, token)
          ON l.lane = held.lane AND l.token = held.token
        WHERE l.channel = $1
        ORDER BY l.lane
        FOR SHARE OF l
        """

    let channel: String
    let tokens: [LaneToken]

    var bindings: [any Bindable] { [channel, tokens.map(\.lane), tokens.map(\.token)] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> (lane: Int16, now: Timestamp) {
        try (row.next(), row.next())
    }
}

/// Domain time, or the instant given instead, and whether the channel is paused.
struct ReadTick: Statement {
    static let sql = """
        SELECT coalesce($2, outbox.now()),
               EXISTS (SELECT FROM outbox.pause WHERE scope = 'channel' AND name = $1)
        """

    let channel: String
    let asOf: Timestamp?

    var bindings: [any Bindable] { [channel, asOf] }

    func decode(
        _ row: inout RowDecoder
    ) throws(PostgresError) -> (now: Timestamp, isPaused: Bool) {
        try (row.next(), row.next())
    }
}

/// Domain time.
struct ReadClock: Statement {
    static let sql = "SELECT outbox.now()"

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> Timestamp { try row.next() }
}
