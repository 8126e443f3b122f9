public import Foundation
public import Postgres

/// Finds what somebody must know, and keeps what of it was told.
///
/// Each cause is a row of `outbox.alert` for as long as it exists. A run that tells takes what was
/// not told in hand for a limited time, so that several at once tell once; what it took is told
/// only when it says so. A run that dies between telling and saying so has it told again: twice is
/// possible, never is not.
public struct Watch: Sendable {
    /// What a run found, and what it has in hand to tell.
    public struct Findings: Sendable {
        /// Causes that are new, or began anew.
        public var raised = 0

        /// Causes that are gone.
        public var cleared = 0

        /// Alerts in hand.
        public var claimed = 0

        /// What to tell; nil when nothing is in hand.
        public var digest: AlertDigest?
    }

    private let probes: [any AlertProbe.Type]

    /// Alerts of a kind that a digest spells out; the others it counts.
    private static let listedMax = 20

    /// A watch with `probes`.
    public init(probes: [any AlertProbe.Type] = AlertProbes.standard) { self.probes = probes }

    /// Looks for causes, and takes in hand what is to be told.
    ///
    /// `time` is for how long: longer than telling can take.
    ///
    /// - Throws: `PostgresError`; nothing was changed.
    public func find(
        _ runID: UUID,
        telling time: Duration,
        on connection: Connection
    ) async throws -> Findings {
        try await connection.transaction { tx in
            _ = try tx.query(LeaveUncompiled())
            _ = try tx.query(LockAlerts())
            var findings = Findings()
            for probe in probes {
                let change = try Self.reconcile(probe, in: tx)
                findings.raised += change.raised
                findings.cleared += change.cleared
            }
            findings.claimed = try tx.execute(
                ClaimAlerts(runID: runID, seconds: time.components.seconds)
            )
            if findings.claimed > 0 { findings.digest = try digest(runID, in: tx) }
            return findings
        }
    }

    /// Notes that everything in the run's hand was told.
    ///
    /// - Throws: `PostgresError`; it will be told again.
    public func noteTold(_ runID: UUID, on connection: Connection) async throws {
        _ = try await connection.execute(NoteAlertsTold(runID: runID))
    }

    /// Gives everything in the run's hand back, to be told by the next run.
    ///
    /// - Throws: `PostgresError`; it is given back when the time is over.
    public func release(_ runID: UUID, on connection: Connection) async throws {
        _ = try await connection.execute(ReleaseAlerts(runID: runID))
    }

    private static func reconcile<Probe: AlertProbe>(
        _ probe: Probe.Type,
        in tx: borrowing Transaction
    ) throws(PostgresError) -> (raised: Int, cleared: Int) {
        try tx.only(ReconcileAlerts<Probe>())
    }

    private func digest(_ runID: UUID, in tx: borrowing Transaction) throws -> AlertDigest {
        let listed = try tx.query(ReadClaimedAlerts(runID: runID, limit: Self.listedMax))
        let sums = try tx.query(SumClaimedAlerts(runID: runID))
        let place = try tx.only(ReadAlertPlace())
        let byKind = Dictionary(grouping: listed, by: \.alert.kind)
        return AlertDigest(
            database: place.database,
            now: place.now,
            isSimulation: place.isSimulation,
            groups: byKind.map { kind, rows in
                AlertGroup(
                    kind: kind,
                    count: rows.first?.total ?? 0,
                    amounts: sums.filter { $0.kind == kind }.map(\.amount),
                    alerts: rows.map(\.alert)
                )
            },
            older: try tx.query(CountToldAlerts()),
            probes: probes
        )
    }
}
