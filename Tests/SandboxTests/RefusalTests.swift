import Sandbox
import TestTurns
import Testing

@Suite("What is refused for good", .inTurn)
struct RefusalTests {
    private static let refund = "0198b6a2-0000-7000-8000-0000000000aa"

    @Test("is one refund under whatever key and generation, at Stripe")
    func stripe() async throws {
        try await withSandbox {
            $0.faults.rates[.refundRefused] = 1
        } _: { client in
            let id = try await client.chargedIntent()
            let form = "payment_intent=\(id)&metadata[refund_id]=\(Self.refund)"
            for key in ["a", "b"] {
                let answer = try await client.stripe("POST", "refunds", form, key: key)
                #expect(answer["status"] == "failed")
            }
            let truth = try await client.control("/_truth")
            #expect(truth.count("refusals") == 1)
            #expect(truth["refusals.0.kind"] == "refund_refused")
            #expect(truth["refusals.0.reference"] == Self.refund)
            #expect(truth["refusals.0.account"] == "stripe-us")
        }
    }

    @Test("is no longer so when it was done after all, at Toss")
    func toss() async throws {
        try await withSandbox {
            $0.faults.rates[.refundRefused] = 1
        } _: { client in
            let path = "\(try await client.chargedPayment(order: "order_1"))/cancel"
            func cancel(_ generation: Int) async throws -> Answer {
                let reason = "sorry [refund \(Self.refund) \(generation)]"
                let body = #"{"cancelReason":"\#(reason)","cancelAmount":1000}"#
                return try await client.toss("POST", path, body, key: "k\(generation)")
            }
            for generation in 1...2 {
                #expect(try await cancel(generation)["code"] == "REFUND_REJECTED")
            }
            #expect(try await client.control("/_truth").count("refusals") == 1)
            try await client.control("/_faults", #"{"refund_refused_rate":0}"#)
            #expect(try await cancel(3)["status"] == "PARTIAL_CANCELED")
            #expect(try await client.control("/_truth").count("refusals") == 0)
        }
    }

    @Test("meets the same refunds for the same seed, whatever their number of tries")
    func seeded() async throws {
        try await withSandbox {
            $0.faults.rates[.refundRefused] = 0.5
        } _: { client in
            var refused: [Bool] = []
            for number in 10...29 {
                let id = try await client.chargedIntent(reference: "pay_\(number)")
                let refund = "0198b6a2-0000-7000-8000-0000000000\(number)"
                let form = "payment_intent=\(id)&amount=5&metadata[refund_id]=\(refund)"
                let answers = [
                    try await client.stripe("POST", "refunds", form, key: "a\(number)")["status"],
                    try await client.stripe("POST", "refunds", form, key: "b\(number)")["status"],
                ]
                #expect(answers[0] == answers[1])
                refused.append(answers[0] == "failed")
            }
            #expect(Set(refused) == [true, false])
            let truth = try await client.control("/_truth")
            #expect(truth.count("refusals") == refused.filter { $0 }.count)
        }
    }

    @Test("is a mail however often it is sent, and the truth names it once")
    func mail() async throws {
        try await withSandbox {
            $0.faults.rates[.mailRefused] = 1
        } _: { client in
            let text =
                "EHLO shop.test\r\nMAIL FROM:<s@shop.test>\r\nRCPT TO:<a@b.test>\r\nDATA\r\n"
                + "Message-ID: <1@shop>\r\n\r\nHello\r\n.\r\nQUIT\r\n"
            for _ in 1...2 {
                let port = client.address.smtpPort
                let received = try await RawConnection.exchange(port: port, sending: text)
                #expect(received.contains("554 5.7.1"))
            }
            let truth = try await client.control("/_truth")
            #expect(truth.count("refusals") == 1)
            #expect(truth["refusals.0.kind"] == "mail_5xx")
            #expect(truth["refusals.0.reference"] == "<1@shop>")
        }
    }
}
