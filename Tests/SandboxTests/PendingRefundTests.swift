import Sandbox
import TestTurns
import Testing

@Suite("A refund that stays pending", .inTurn)
struct PendingRefundTests {
    private func setClock(_ client: SandboxClient, minute: Int) async throws {
        try await client.control("/_clock", #"{"at":"2027-01-01T00:0\#(minute):00Z"}"#)
    }

    @Test("ends after a while, at Stripe", arguments: [(0.0, "succeeded"), (1.0, "failed")])
    func stripe(_ failing: Double, _ end: String) async throws {
        try await withSandbox {
            $0.faults.rates = [.refundPending: 1, .refundFailsLate: failing]
        } _: { client in
            try await setClock(client, minute: 0)
            let id = try await client.chargedIntent()
            let refund = try await client.stripe("POST", "refunds", "payment_intent=\(id)")
            #expect(refund["status"] == "pending")
            let truth = try await client.control("/_truth")
            #expect(truth["refunds.0.status"] == "pending")
            #expect(truth["charges.0.refunded"] == "0")
            try await setClock(client, minute: 1)
            let later = try await client.control("/_truth")
            #expect(later["refunds.0.status"] == end)
            #expect(later["charges.0.refunded"] == (end == "failed" ? "0" : "1200"))
            #expect(later.count("refusals") == 0)
        }
    }

    @Test(
        "leaves the balance until it is done, and cannot be exceeded meanwhile, at Toss",
        arguments: [(0.0, "DONE", "PARTIAL_CANCELED"), (1.0, "ABORTED", "DONE")]
    )
    func toss(_ failing: Double, _ end: String, _ status: String) async throws {
        try await withSandbox {
            $0.faults.rates = [.refundPending: 1, .refundFailsLate: failing]
        } _: { client in
            try await setClock(client, minute: 0)
            let paymentKey = try await client.chargedPayment(order: "order_1")
            let path = "\(paymentKey)/cancel"
            let body = #"{"cancelReason":"r","cancelAmount":10000}"#
            let answer = try await client.toss("POST", path, body, key: "a")
            #expect(answer["status"] == "DONE")
            #expect(answer["cancels.0.cancelStatus"] == "IN_PROGRESS")
            #expect(answer["balanceAmount"] == "12000")
            let tooMuch = try await client.toss("POST", path, body, key: "b")
            #expect(tooMuch["code"] == "NOT_CANCELABLE_AMOUNT")
            try await setClock(client, minute: 1)
            let later = try await client.toss("GET", paymentKey)
            #expect(later["cancels.0.cancelStatus"] == end)
            #expect(later["status"] == status)
            #expect(later["balanceAmount"] == (end == "DONE" ? "2000" : "12000"))
        }
    }

    @Test("is known to a sandbox that was started again")
    func restart() async throws {
        try await TemporaryJournal.with { path in
            try await withSandbox {
                $0.journalPath = path
                $0.faults.rates[.refundPending] = 1
            } _: { client in
                try await setClock(client, minute: 0)
                let path = "\(try await client.chargedPayment(order: "order_1"))/cancel"
                _ = try await client.toss("POST", path, #"{"cancelReason":"r"}"#)
            }
            try await withSandbox {
                $0.journalPath = path
            } _: { client in
                #expect(try await client.control("/_truth")["refunds.0.status"] == "pending")
                try await setClock(client, minute: 1)
                #expect(try await client.control("/_truth")["refunds.0.status"] == "succeeded")
            }
        }
    }
}
