public import Outbox
public import Postgres

/// What came of replaying many.
public struct ReplayTally: Sendable, Hashable {
    /// How many went back into the queue.
    public var replayed = 0

    /// When the last of them is due, domain time.
    public var lastDueAt: Timestamp?
}

extension DecideDeadLetter {
    /// Letters that go back in one transaction.
    private static let chunkMax = 500

    /// Has all open letters that `filter` means tried again, `perSecond` of them due in a second.
    ///
    /// They go back in chunks, in the order in which they were written; one that dies again
    /// meanwhile is not replayed twice. What interrupts it leaves whole chunks done, and doing it
    /// again goes on with the rest. Only an administrator does this.
    ///
    /// - Parameters:
    ///   - filter: which; its `state` does not matter.
    ///   - limit: at most so many; nil for all.
    ///   - perSecond: at least 1.
    ///   - connection: where.
    /// - Returns: how many went back, and when the last of them is due.
    /// - Throws: `PostgresError`; chunks before it are done.
    public func replayAll(
        _ filter: DeadLetterFilter,
        limit: Int?,
        perSecond: Int,
        on connection: Connection
    ) async throws -> Result<ReplayTally, DecideDeadLetterRefusal> {
        let interval = Duration.seconds(1) / max(1, perSecond)
        var wanted = filter
        wanted.state = .open
        var tally = ReplayTally()
        var pace: ReplayPace?
        var cursor: Int64 = 0
        while tally.replayed < limit ?? .max {
            let letters = try await connection.query(
                ReadDeadLetters(
                    wanted,
                    after: cursor,
                    limit: min(Self.chunkMax, (limit ?? .max) - tally.replayed)
                )
            )
            guard let last = letters.last else { break }
            let ids = letters.map(\.messageID)
            let result = try await replayChunk(ids, pace, interval, on: connection)
            guard case .success(let chunk) = result else { return result.map { _ in tally } }
            tally.replayed += chunk.replayed.count
            tally.lastDueAt = chunk.replayed.map(\.dueAt).max() ?? tally.lastDueAt
            pace = chunk.next
            cursor = last.messageID
        }
        return .success(tally)
    }

    private struct Chunk: Sendable {
        let replayed: [ReplayedLetter]
        let next: ReplayPace
    }

    /// One transaction: those of the letters that are still open.
    private nonisolated(nonsending) func replayChunk(
        _ messageIDs: [Int64],
        _ pace: ReplayPace?,
        _ interval: Duration,
        on connection: Connection
    ) async throws -> Result<Chunk, DecideDeadLetterRefusal> {
        let act = act
        return try await connection.refusable { tx in
            let letters = try tx.lockDeadLetters(messageIDs).filter { $0.refusal == nil }
            try tx.keep(act, "dead letter replayed", of: letters, in: nil)
            let now = try tx.only(ReadDomainTime())
            var pace = pace ?? ReplayPace(firstDueAt: now, interval: interval)
            pace.firstDueAt = max(pace.firstDueAt, now)
            let replayed = try tx.replayDeadLetters(letters, act.decision(at: now), pace: pace)
            pace.firstDueAt = pace.firstDueAt + interval * replayed.count
            return Chunk(replayed: replayed, next: pace)
        }
    }
}
