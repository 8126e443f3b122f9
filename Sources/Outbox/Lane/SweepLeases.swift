public import Foundation
public import Postgres

/// Takes up what drains that died have left open: `reservoir-sweep leases`.
///
/// A drain does the same for the lanes it takes over; the sweep does it for channels that nobody
/// drains. It reads markers and lanes, never an index on leases.
public struct SweepLeases: Sendable {
    private let runID: UUID

    /// A sweep of the run `runID`.
    public init(runID: UUID) { self.runID = runID }

    /// Frees expired lanes; what was in hand there becomes due again in halves.
    ///
    /// - Returns: how many lanes were freed.
    public func run(on connection: Connection) async throws -> Int {
        var freed = 0
        for channel in try await connection.query(ReadChannels()) {
            freed += try await free(channel, on: connection)
            CrashPoint.reach("leases:free:after-commit")
        }
        return freed
    }

    private func free(_ channel: String, on connection: Connection) async throws -> Int {
        let runID = runID
        let settler = Settler(
            channel: channel,
            isOrdered: true,
            journals: false,
            runID: runID,
            program: "reservoir-sweep",
            policies: [:],
            jitter: .system
        )
        return try await connection.transaction { tx in
            let expired = try tx.query(TakeExpiredLanes(channel: channel, runID: runID))
            let lanes = Dictionary(
                uniqueKeysWithValues: expired.map {
                    ($0.lane, HeldLane(token: $0.token, position: $0.position))
                }
            )
            let tokens = expired.map { LaneToken(lane: $0.lane, token: $0.token) }
            guard !tokens.isEmpty else { return 0 }
            _ = try CrashRecovery(channel: channel, settler: settler).run(tokens, in: tx)
            let late = Set(expired.flatMap { $0.late.compactMap { UInt64($0) } })
            _ = try tx.query(ReleaseLanes(channel: channel, lanes: lanes, late: Array(late)))
            CrashPoint.reach("leases:free:before-commit")
            return tokens.count
        }
    }
}

/// Takes over every lane whose lease ran out; returns each with its new token.
struct TakeExpiredLanes: Statement {
    static let sql = """
        WITH expired AS (
            SELECT channel, lane FROM outbox.lane
            WHERE channel = $1 AND expires_at < clock_timestamp()
            ORDER BY lane
            FOR UPDATE SKIP LOCKED
        )
        UPDATE outbox.lane AS l SET token = token + 1, run_id = $2
        FROM expired WHERE l.channel = expired.channel AND l.lane = expired.lane
        RETURNING l.lane, l.token, l.position, l.late::text[]
        """

    let channel: String
    let runID: UUID

    var bindings: [any Bindable] { [channel, runID] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> AcquiredLane {
        try AcquiredLane(
            lane: row.next(),
            token: row.next(),
            position: row.next(),
            late: row.next()
        )
    }
}
