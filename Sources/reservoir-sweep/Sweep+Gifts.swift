import Outbox
import Postgres
import Preorder

extension Sweep {
    /// Gifts expired, or reminded of, in one transaction; keeps each short.
    private static let giftsPerTransaction = 500

    /// Expires what has lapsed, then reminds recipients of what will.
    func sweepGifts(
        _ instant: Timestamp?,
        _ stop: StopSignal,
        _ connection: Connection
    ) async throws -> (RunCounts, [(name: String, value: Int)]) {
        var (expired, reminded) = (0, 0)
        while !stop.isAsked {
            let result = try await ExpireGifts.run(
                asOf: instant,
                limit: Self.giftsPerTransaction,
                on: connection
            )
            expired += result.expired
            // None expired: drains have them in hand, and the next run finds them.
            if result.found < Self.giftsPerTransaction || result.expired == 0 { break }
        }
        while !stop.isAsked {
            let result = try await RemindOfGifts.run(
                asOf: instant,
                limit: Self.giftsPerTransaction,
                on: connection
            )
            reminded += result.reminded
            if result.found < Self.giftsPerTransaction { break }
        }
        var counts = RunCounts()
        counts.applied = expired
        return (counts, [("gifts_expired", expired), ("recipients_reminded", reminded)])
    }
}
