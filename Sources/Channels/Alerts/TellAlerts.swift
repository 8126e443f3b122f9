public import Foundation
public import Logging
public import Postgres
public import Preorder

/// Finds what is wrong and tells each of it once: `reservoir-sweep alerts`.
///
/// It is noted as told only after a way took it. Killed between the two it is told again when the
/// time is over for which this run has it in hand: twice is possible, never is not.
public struct TellAlerts: Sendable {
    /// What a run did.
    public struct Result: Sendable, Equatable {
        /// Causes that are new, or began anew.
        public var raised = 0

        /// Causes that are gone.
        public var cleared = 0

        /// Alerts told.
        public var told = 0

        /// Alerts that no way took; the next run tells them.
        public var untold = 0

        /// Ways that did not take the digest.
        public var waysFailed = 0
    }

    private let ways: [any AlertWay]
    private let watch: Watch

    /// What the database may take beside the telling.
    private static let slack = Duration.seconds(60)

    /// Tells by all of `ways`, of which one is enough.
    public init(ways: [any AlertWay], watch: Watch = Watch()) {
        self.ways = ways
        self.watch = watch
    }

    /// Does it once.
    ///
    /// - Throws: `PostgresError`; what was not noted as told will be told again.
    public func run(
        _ runID: UUID,
        logger: Logger,
        on connection: Connection
    ) async throws -> Result {
        let time = ways.map(\.timeMax).max() ?? .zero
        let found = try await watch.find(runID, telling: time + Self.slack, on: connection)
        var result = Result(raised: found.raised, cleared: found.cleared)
        guard let digest = found.digest else { return result }
        result.waysFailed = await tell(digest, runID, logger)
        if result.waysFailed < ways.count {
            try await watch.noteTold(runID, on: connection)
            result.told = found.claimed
        } else {
            try await watch.release(runID, on: connection)
            result.untold = found.claimed
        }
        return result
    }

    /// Tells by all ways at once, as many as there are; returns how many failed.
    private func tell(_ digest: AlertDigest, _ runID: UUID, _ logger: Logger) async -> Int {
        await withTaskGroup(of: (name: String, receipt: AlertReceipt).self) { group in
            for way in ways {
                group.addTask { (way.name, await way.tell(digest, runID: runID)) }
            }
            var failed = 0
            for await (name, receipt) in group {
                guard case .failed(let reason) = receipt else { continue }
                failed += 1
                logger.error(
                    "a way to tell alerts failed",
                    metadata: ["way": "\(name)", "reason": "\(reason)"]
                )
            }
            return failed
        }
    }
}
