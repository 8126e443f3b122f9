import Outbox
import Postgres
import Preorder

extension Sweep {
    /// Brings games out, calls off cancelled ones, and tells whom it concerns.
    func sweepReleases(
        _ instant: Timestamp?,
        _ stop: StopSignal,
        _ connection: Connection
    ) async throws -> (RunCounts, [(name: String, value: Int)]) {
        let result = try await SweepReleases().run(asOf: instant, stop: stop, on: connection)
        var counts = RunCounts()
        counts.applied = result.released + result.refunds + result.withdrawn
        return (
            counts,
            [
                ("games_out", result.gamesOut), ("released", result.released),
                ("refunds_begun", result.refunds), ("withdrawn", result.withdrawn),
                ("members_told", result.told),
            ]
        )
    }
}
