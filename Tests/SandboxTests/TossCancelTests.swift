import Sandbox
import TestTurns
import Testing

@Suite("Toss cancels", .inTurn)
struct TossCancelTests {
    @Test("cancels add up to the whole and carry their reasons")
    func partialCancels() async throws {
        try await withSandbox { client in
            let paymentKey = try await client.chargedPayment(order: "order_1")
            let path = "\(paymentKey)/cancel"
            let first = try await client.toss(
                "POST",
                path,
                #"{"cancelReason":"r1","cancelAmount":2000}"#,
                key: "a"
            )
            #expect(first["status"] == "PARTIAL_CANCELED")
            #expect(first["balanceAmount"] == "10000")
            #expect(first["cancels.0.cancelReason"] == "r1")
            let rest = try await client.toss("POST", path, #"{"cancelReason":"r2"}"#, key: "b")
            #expect(rest["status"] == "CANCELED")
            #expect(rest["cancels.1.cancelAmount"] == "10000")
            #expect(rest["cancels.0.transactionKey"] != rest["cancels.1.transactionKey"])
            let again = try await client.toss("POST", path, #"{"cancelReason":"r3"}"#, key: "c")
            #expect(again["code"] == "ALREADY_CANCELED_PAYMENT")
            let truth = try await client.control("/_truth")
            #expect(truth["charges.0.status"] == "succeeded")
            #expect(truth["charges.0.refunded"] == "12000")
            #expect(truth["refunds.1.reference"] == "r2")
            #expect(truth["refunds.1.idempotency_key"] == "b")
        }
    }

    @Test("more than the balance, nothing, and less than nothing are refused")
    func amounts() async throws {
        try await withSandbox { client in
            let paymentKey = try await client.chargedPayment(order: "order_1")
            for (amount, code) in [
                ("12001", "NOT_CANCELABLE_AMOUNT"), ("0", "INVALID_REQUEST"),
                ("-1", "INVALID_REQUEST"), ("0.5", "INVALID_REQUEST"),
            ] {
                let body = #"{"cancelReason":"r","cancelAmount":\#(amount)}"#
                let answer = try await client.toss("POST", "\(paymentKey)/cancel", body)
                #expect(answer["code"] == code)
            }
            #expect(try await client.control("/_truth").count("refunds") == 0)
        }
    }

    @Test("what was never charged cannot be cancelled")
    func uncharged() async throws {
        try await withSandbox { client in
            let paymentKey = try await client.paymentKey(order: "order_1")
            let answer = try await client.toss(
                "POST",
                "\(paymentKey)/cancel",
                #"{"cancelReason":"r"}"#
            )
            #expect(answer.status == 403)
            #expect(answer["code"] == "NOT_CANCELABLE_PAYMENT")
        }
    }

    @Test("a refused refund changes nothing")
    func refused() async throws {
        try await withSandbox {
            $0.faults.rates[.refundRefused] = 1
        } _: { client in
            let paymentKey = try await client.chargedPayment(order: "order_1")
            let answer = try await client.toss(
                "POST",
                "\(paymentKey)/cancel",
                #"{"cancelReason":"r"}"#
            )
            #expect(answer["code"] == "REFUND_REJECTED")
            #expect(try await client.toss("GET", paymentKey)["status"] == "DONE")
        }
    }
}
