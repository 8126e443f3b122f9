import Foundation
import Gateways
public import Outbox
public import Postgres
import Preorder

/// Looks again at refunds that completed, because a gateway can take one back days later:
/// `reservoir-sweep refunds`.
///
/// A refund is looked at after 1, 3, 7, 14 and 30 days. One that is found taken back is sent again
/// under its next generation; its points stay posted.
public struct WatchRefunds: Sendable {
    private let gateways: GatewayDirectory

    /// Refunds looked at in one round.
    private static let roundMax = 200

    /// Look-ups in the air at once.
    private static let concurrency = 16

    /// A watch through the accounts in `gateways`.
    public init(gateways: GatewayDirectory) { self.gateways = gateways }

    /// Looks at all refunds that are due at `asOf`, or now.
    ///
    /// A run that dies looks at the same refunds an hour later.
    ///
    /// - Returns: how many were looked at, and how many of them the gateway had taken back.
    /// - Throws: `PostgresError`.
    public func run(
        asOf: Timestamp?,
        stop: StopSignal,
        on connection: Connection
    ) async throws -> (looked: Int, takenBack: Int) {
        var (looked, takenBack) = (0, 0)
        while !stop.isAsked {
            let due = try await take(asOf, connection)
            let readings = try await look(due)
            takenBack += try await settle(readings, asOf, connection)
            looked += due.count
            if due.count < Self.roundMax { break }
        }
        return (looked, takenBack)
    }

    private nonisolated(nonsending) func take(
        _ asOf: Timestamp?,
        _ connection: Connection
    ) async throws -> [RefundFacts] {
        let due: [RefundFacts] = try await connection.transaction { tx in
            let ids = try tx.query(TakeLooks(asOf: asOf, limit: Self.roundMax))
            guard !ids.isEmpty else { return [] }
            let refunds = try tx.query(ReadRefunds(refundIDs: ids))
            let charges = try tx.query(ReadChargedFacts(paymentIDs: refunds.map(\.paymentID)))
            let byPayment = Dictionary(charges.map { ($0.paymentID, $0) }) { first, _ in first }
            CrashPoint.reach("refunds:take:before-commit")
            return refunds.compactMap { row in byPayment[row.paymentID].map(row.facts) }
        }
        CrashPoint.reach("refunds:take:after-commit")
        return due
    }

    private func look(_ due: [RefundFacts]) async throws -> [(RefundFacts, RefundReading)] {
        try await withThrowingTaskGroup(of: (RefundFacts, RefundReading).self) { group in
            var waiting = due[...]
            for _ in 0..<Self.concurrency {
                guard let facts = waiting.popFirst() else { break }
                group.addTask { (facts, try await read(facts)) }
            }
            var readings: [(RefundFacts, RefundReading)] = []
            for try await reading in group {
                readings.append(reading)
                guard let facts = waiting.popFirst() else { continue }
                group.addTask { (facts, try await read(facts)) }
            }
            return readings
        }
    }

    private func read(_ facts: RefundFacts) async throws -> RefundReading {
        let gateway = try gateways.gateway(facts.charge.account)
        CrashPoint.reach("refunds:wire:before")
        let reading = await gateway.lookUpRefunds(facts.charge.order(token: nil, returnURL: nil))
        CrashPoint.reach("refunds:wire:after")
        return reading
    }

    private nonisolated(nonsending) func settle(
        _ readings: [(RefundFacts, RefundReading)],
        _ asOf: Timestamp?,
        _ connection: Connection
    ) async throws -> Int {
        var findings: [RefundFinding] = []
        var seen: [UUID] = []
        for (facts, reading) in readings {
            guard case .complete(let entries) = reading,
                let ours = entries.first(where: facts.isShown(by:))
            else { continue }
            switch ours.status {
            case .failed, .canceled:
                let reason = FailureReason(rawValue: "refund_taken_back")
                findings.append(
                    RefundFinding(refundID: facts.refund.refundID, event: .failedLate(reason))
                )
            case .succeeded: seen.append(facts.refund.refundID)
            case .pending, .requiresAction, .other: continue
            }
        }
        let (late, good) = (findings, seen)
        let takenBack = try await connection.transaction { tx in
            let now = try tx.only(ReadDomainInstant(asOf: asOf))
            try tx.execute(PlanLooks(refundIDs: good, days: RefundLooks.days))
            let takenBack = try tx.settleRefunds(late, at: now).count
            CrashPoint.reach("refunds:settle:before-commit")
            return takenBack
        }
        CrashPoint.reach("refunds:settle:after-commit")
        return takenBack
    }
}

extension RefundFacts {
    /// Whether an entry of the gateway's list is the refund that completed.
    ///
    /// Its own id decides: one that a person made by hand does not bear our reference, which an
    /// earlier refusal may.
    fileprivate func isShown(by entry: RefundEvidence) -> Bool {
        guard let known = refund.gatewayRefundID else { return entry.refund == reference }
        return entry.gatewayRefundID == known
    }
}

/// Refunds whose look is due, put off by an hour so that nobody else looks meanwhile.
struct TakeLooks: Statement {
    static let sql = """
        WITH due AS (
            SELECT refund_id FROM preorder.refund
            WHERE look_at <= coalesce($1, outbox.now())
            ORDER BY look_at LIMIT $2
            FOR UPDATE SKIP LOCKED
        )
        UPDATE preorder.refund AS f
        SET look_at = coalesce($1, outbox.now()) + interval '1 hour'
        FROM due WHERE f.refund_id = due.refund_id
        RETURNING f.refund_id
        """

    let asOf: Timestamp?
    let limit: Int

    var bindings: [any Bindable] { [asOf, limit] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> UUID { try row.next() }
}

/// Plans the next look at refunds that are still completed; the last one has none.
struct PlanLooks: Statement {
    static let sql = """
        UPDATE preorder.refund
        SET looks = looks + 1,
            look_at = completed_at + ($2::integer[])[looks + 2] * interval '1 day'
        WHERE refund_id = ANY ($1) AND status = 'completed'
        """

    let refundIDs: [UUID]
    let days: [Int]

    var bindings: [any Bindable] { [refundIDs, days] }
}

/// Domain time, or the instant given instead.
struct ReadDomainInstant: Statement {
    static let sql = "SELECT coalesce($1, outbox.now())"

    let asOf: Timestamp?

    var bindings: [any Bindable] { [asOf] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> Timestamp { try row.next() }
}
