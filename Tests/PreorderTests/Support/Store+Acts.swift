import Foundation
import Money
import Outbox
import Postgres
import Preorder
import Testing

extension Store {
    /// The game for a member at `shown` minor units of the currency, by card unless told.
    func request(
        _ memberID: UUID,
        game: UUID? = nil,
        method: String? = "card",
        points: Int64 = 0,
        shown: Int64 = 59_800,
        in currency: String = "KRW"
    ) throws -> ReserveRequest {
        ReserveRequest(
            memberID: memberID,
            gameID: game ?? gameID,
            method: method,
            points: points,
            shown: Money(shown, try #require(Currency(currency)))
        )
    }

    /// Reserves; the test ends here when it is refused.
    @discardableResult
    func reserve(
        _ request: ReserveRequest,
        policies: DiscountPolicies = DiscountPolicies(),
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> ReserveReceipt {
        switch try await Reserve(policies: policies)(request, on: connection) {
        case .reserved(let receipt): return receipt
        case .refused(let refusal):
            Issue.record("refused: \(refusal)", sourceLocation: sourceLocation)
            throw refusal
        }
    }

    /// Why the request is refused; the refusal must have written nothing.
    func refusal(
        _ request: ReserveRequest,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> ReserveRefusal? {
        let before = try await footprint()
        let outcome = try await Reserve()(request, on: connection)
        #expect(try await footprint() == before, sourceLocation: sourceLocation)
        guard case .refused(let refusal) = outcome else { return nil }
        return refusal
    }

    static func vault() throws -> Vault {
        try Vault(keys: [try Vault.Key(id: "k1", bytes: [UInt8](repeating: 7, count: 32))])
    }

    /// Submits a member's payment.
    func submit(
        _ paymentID: UUID,
        by memberID: UUID,
        token: String = "tgen_2026",
        on other: Connection? = nil
    ) async throws -> SubmitOutcome {
        try await Submit(vault: try Store.vault())(
            paymentID: paymentID,
            memberID: memberID,
            token: token,
            on: other ?? connection
        )
    }

    /// The gateway's verdict, as the payments channel writes it.
    func settle(_ paymentID: UUID, _ event: ChargeEvent) async throws {
        let now = try Store.instant("2026-11-23T12:05:00Z")
        let finding = ChargeFinding(paymentID: paymentID, messageID: nil, event: event)
        let moved = try await connection.transaction { tx in
            try tx.settleCharges([finding], at: now)
        }
        #expect(moved == [paymentID])
    }

    /// Drains the points once.
    @discardableResult
    func drainPoints(
        _ handler: some InternalHandler = PointsHandler()
    ) async throws -> RunCounts {
        var options = DrainOptions(channel: "points", runID: UUID())
        options.lease = .seconds(5)
        options.jitter = .none
        return try await Drain(options).run(handler, on: connection)
    }

    /// Drains the reports once.
    func drainReports() async throws {
        let options = DrainOptions(channel: "reports", runID: UUID())
        let counts = try await Drain(options).run(ReportsHandler(), on: connection)
        #expect(counts.retried == 0 && counts.dead == 0)
    }

    /// A member asks for a refund; the test ends here when it is refused.
    func requestRefund(_ reservationID: UUID, by memberID: UUID) async throws -> UUID {
        let outcome = try await RequestRefund()(
            reservationID: reservationID,
            by: .member(memberID),
            on: connection
        )
        switch outcome {
        case .accepted(let id): return id
        case .refused(let refusal):
            Issue.record("refused: \(refusal)")
            throw refusal
        }
    }

    /// What is found out about a refund, as the payments channel or a person writes it.
    func settleRefund(_ refundID: UUID, _ event: RefundEvent, at now: Timestamp? = nil) async throws
    {
        let instant = try now ?? Store.instant("2026-11-23T12:05:00Z")
        let steps = try await connection.transaction { tx in
            try tx.settleRefunds([RefundFinding(refundID: refundID, event: event)], at: instant)
        }
        #expect(steps.count == 1, "\(event) changed nothing")
    }
}
