import Sandbox
import TestTurns
import Testing

@Suite("Stripe refunds", .inTurn)
struct StripeRefundTests {
    @Test("equal partial refunds under two keys are two, under one key one")
    func partialRefunds() async throws {
        try await withSandbox { client in
            let id = try await client.chargedIntent()
            let form = "payment_intent=\(id)&amount=500&metadata[refund_id]=r1"
            for key in ["a", "a", "b"] {
                let answer = try await client.stripe("POST", "refunds", form, key: key)
                #expect(answer["status"] == "succeeded")
            }
            let list = try await client.stripe("GET", "refunds?payment_intent=\(id)&limit=100")
            #expect(list.count("data") == 2)
            let truth = try await client.control("/_truth")
            #expect(truth["charges.0.refunded"] == "1000")
            #expect(truth["refunds.0.reference"] == "r1")
            #expect(truth["refunds.1.idempotency_key"] == "b")
        }
    }

    @Test("more than what is left is refused, and nothing is left after all was refunded")
    func limits() async throws {
        try await withSandbox { client in
            let id = try await client.chargedIntent()
            let tooMuch = try await client.stripe(
                "POST",
                "refunds",
                "payment_intent=\(id)&amount=1201"
            )
            #expect(tooMuch.status == 400)
            let all = try await client.stripe("POST", "refunds", "payment_intent=\(id)")
            #expect(all["amount"] == "1200")
            let again = try await client.stripe("POST", "refunds", "payment_intent=\(id)", key: "z")
            #expect(again["error.code"] == "charge_already_refunded")
        }
    }

    @Test("what was never charged cannot be refunded")
    func unchargedIntent() async throws {
        try await withSandbox { client in
            let id = try await client.intent()
            let answer = try await client.stripe("POST", "refunds", "payment_intent=\(id)")
            #expect(answer.status == 400)
            #expect(try await client.control("/_truth").count("refunds") == 0)
        }
    }

    @Test("a refund that is to fail late succeeds first")
    func lateFailure() async throws {
        try await withSandbox {
            $0.faults.rates[.refundFailsLate] = 1
        } _: { client in
            try await client.control("/_clock", #"{"at":"2027-01-01T00:00:00Z"}"#)
            let id = try await client.chargedIntent()
            let refund = try await client.stripe("POST", "refunds", "payment_intent=\(id)")
            #expect(refund["status"] == "succeeded")
            let refundID = try #require(refund["id"])
            try await client.control("/_clock", #"{"at":"2027-01-01T01:00:00Z"}"#)
            let later = try await client.stripe("GET", "refunds/\(refundID)")
            #expect(later["status"] == "failed")
            #expect(later["failure_reason"] != nil)
            let truth = try await client.control("/_truth")
            #expect(truth["charges.0.refunded"] == "0")
        }
    }

    @Test("a refused refund failed, and another may be asked for")
    func refused() async throws {
        try await withSandbox { client in
            let id = try await client.chargedIntent()
            try await client.control("/_faults", #"{"refund_refused_rate":1}"#)
            let refused = try await client.stripe(
                "POST",
                "refunds",
                "payment_intent=\(id)",
                key: "a"
            )
            #expect(refused["status"] == "failed")
            try await client.control("/_faults", #"{"refund_refused_rate":0}"#)
            let second = try await client.stripe(
                "POST",
                "refunds",
                "payment_intent=\(id)",
                key: "b"
            )
            #expect(second["status"] == "succeeded")
        }
    }

    @Test("a pending refund succeeds later")
    func pending() async throws {
        try await withSandbox { client in
            try await client.control("/_clock", #"{"at":"2027-01-01T00:00:00Z"}"#)
            let id = try await client.chargedIntent(method: "pm_card_pendingRefund")
            let refund = try await client.stripe("POST", "refunds", "payment_intent=\(id)")
            #expect(refund["status"] == "pending")
            try await client.control("/_clock", #"{"at":"2027-01-01T00:01:00Z"}"#)
            let later = try await client.stripe("GET", "refunds/\(try #require(refund["id"]))")
            #expect(later["status"] == "succeeded")
        }
    }
}
