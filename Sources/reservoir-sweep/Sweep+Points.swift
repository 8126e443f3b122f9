import Outbox
import Postgres
import Preorder

extension Sweep {
    /// Lots expired, or told of, in one transaction; keeps each short.
    private static let lotsPerTransaction = 1_000

    /// Expires what has lapsed, then tells members of what will.
    func sweepPoints(
        _ instant: Timestamp?,
        _ stop: StopSignal,
        _ connection: Connection
    ) async throws -> (RunCounts, [(name: String, value: Int)]) {
        var (lots, points, members) = (0, 0, 0)
        while !stop.isAsked {
            let result = try await ExpirePoints.run(
                asOf: instant,
                limit: Self.lotsPerTransaction,
                on: connection
            )
            lots += result.lots
            points += Int(result.points)
            if result.found < Self.lotsPerTransaction { break }
        }
        while !stop.isAsked {
            let result = try await ExpiryNotice.run(
                asOf: instant,
                limit: Self.lotsPerTransaction,
                on: connection
            )
            members += result.members
            if result.found < Self.lotsPerTransaction { break }
        }
        var counts = RunCounts()
        counts.applied = lots
        return (
            counts,
            [("lots_expired", lots), ("points_expired", points), ("members_told", members)]
        )
    }
}
