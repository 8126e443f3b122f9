import Synchronization

/// Whoever runs a long program with a world of its own may end it at any moment: SIGTERM or SIGINT.
public final class Ending: Sendable {
    private let signals: Signals
    private let stops: AsyncStream<Void>
    private let isOver: Flag

    private final class Flag: Sendable {
        let value = Atomic(false)
    }

    /// From now on a signal ends what runs inside `cancelling`, and no longer the program.
    public init() {
        let (stops, continuation) = AsyncStream<Void>.makeStream()
        let isOver = Flag()
        self.stops = stops
        self.isOver = isOver
        signals = Signals {
            isOver.value.store(true, ordering: .relaxed)
            continuation.finish()
        }
    }

    /// Whether somebody has ended it.
    public var hasCome: Bool { isOver.value.load(ordering: .relaxed) }

    /// Runs `body`, which is cancelled when somebody ends it, to its end; once.
    ///
    /// What stands behind `body`, such as to remove what it used, is not in a cancelled task.
    ///
    /// - Throws: what `body` throws; `CancellationError` when it was ended first.
    public func cancelling<Value: Sendable>(
        _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        let stops = stops
        return try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask { try await body() }
            group.addTask {
                for await _ in stops {}
                return nil
            }
            while let result = try await group.next() {
                group.cancelAll()
                if let result { return result }
            }
            throw CancellationError()
        }
    }
}
