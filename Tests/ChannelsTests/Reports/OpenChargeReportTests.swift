import Foundation
import Outbox
import Postgres
import Preorder
import Sandbox
import TestTurns
import Testing

@Suite("The report of a charge without a verdict", .inTurn)
struct OpenChargeReportTests {
    /// Drains the reports; then the tables must be what a rebuild would write.
    private func equalsRebuild(
        _ market: Market,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        try await market.drainReports()
        let differences = try await market.connection.query(CompareReports())
        #expect(differences == [], sourceLocation: sourceLocation)
    }

    @Test("equals a rebuild at every step to its completion, and shows the gateway's id then")
    func completed() async throws {
        try await Market.open {
            $0.faults.script = [ScriptedFault(.timeoutBefore, operation: .stripeConfirmIntent)]
        } _: { market in
            let sale = try await market.buy("US", token: "pm_card_visa", points: 1_000)
            try await equalsRebuild(market)
            try await market.drainPayments()
            #expect(try await market.state(sale) == "pending|pending|-")
            try await equalsRebuild(market)
            try await market.wait("10 seconds")
            try await market.drainPayments()
            try await equalsRebuild(market)
            try await market.drainPoints()
            try await equalsRebuild(market)
            #expect(
                try await market.value(
                    "SELECT status, left(gateway_payment_id, 3) FROM report.payment"
                ) == "completed|pi_"
            )
        }
    }

    @Test("equals a rebuild while a refused one is being called off, and shows the reason then")
    func refused() async throws {
        try await Market.open {
            $0.faults.script = [ScriptedFault(.timeoutBefore, operation: .stripeCancelIntent)]
        } _: { market in
            let sale = try await market.buy("US", token: "pm_card_chargeDeclined", points: 1_000)
            try await market.drainPayments()
            #expect(try await market.state(sale) == "pending|pending|card_declined")
            try await equalsRebuild(market)
            #expect(
                try await market.value(
                    "SELECT status, coalesce(failure_reason, '-') FROM report.payment"
                ) == "pending|-"
            )
            try await market.wait("10 seconds")
            try await market.drainPayments()
            try await equalsRebuild(market)
            #expect(
                try await market.value("SELECT status, failure_reason FROM report.payment")
                    == "failed|card_declined"
            )
        }
    }

    @Test("does not change while its drain is stopped")
    func stopped() async throws {
        try await Market.open { market in
            _ = try await market.buy("KR", points: 1_000)
            try await market.drainReports()
            let tables = """
                SELECT (SELECT array_agg(t ORDER BY t)::text FROM report.payment AS t),
                       (SELECT array_agg(t ORDER BY t)::text FROM report.reservation AS t),
                       (SELECT array_agg(t ORDER BY t)::text FROM report.member_points AS t),
                       (SELECT array_agg(t ORDER BY t)::text FROM report.daily_sales AS t)
                """
            let before = try await market.lines(tables)
            try await market.drainPayments()
            try await market.drainPoints()
            try await market.drainMail()
            #expect(try await market.lines(tables) == before)
            try await equalsRebuild(market)
            #expect(try await market.lines(tables) != before)
        }
    }
}
