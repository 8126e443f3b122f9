import Foundation
import Gateways
import Sandbox
import TestTurns
import Testing

@Suite("The gateways' webhooks", .inTurn)
struct WebhookTests {
    /// A sandbox that tells a receiver of both gateways' events.
    private func withReceiver(
        answering statuses: [Int] = [],
        rates: [Fault: Double] = [:],
        seed: UInt64 = 1,
        _ body: @escaping @Sendable (SandboxClient, WebhookReceiver) async throws -> Void
    ) async throws {
        let receiver = try await WebhookReceiver(answering: statuses)
        let base = "http://127.0.0.1:\(receiver.port)"
        try await withSandbox {
            $0.faults.rates = rates
            $0.faults.seed = seed
            $0.webhooks = [
                WebhookTarget("stripe=\(base)/stripe/{account}"),
                WebhookTarget("toss=\(base)/toss"),
            ].compactMap { $0 }
        } _: { client in
            try await body(client, receiver)
        }
        try await receiver.stop()
    }

    private func types(_ posts: [WebhookReceiver.Post]) -> [String] {
        posts.map { post in
            let field = post.path == "/toss" ? "eventType" : "type"
            return Answer("HTTP/1.1 200\r\n\r\n" + post.body)?[field] ?? ""
        }
    }

    private func json(_ post: WebhookReceiver.Post) throws -> Answer {
        try #require(Answer("HTTP/1.1 200\r\n\r\n" + post.body))
    }

    @Test("tell what happens at Stripe in its order, signed")
    func stripe() async throws {
        try await withReceiver { client, receiver in
            try await client.control("/_clock", #"{"at":"2027-01-01T00:00:00Z"}"#)
            let id = try await client.chargedIntent()
            let form = "payment_intent=\(id)&amount=500"
            _ = try await client.stripe("POST", "refunds", form, key: "refund-key")
            let posts = await receiver.take(4)
            #expect(
                types(posts) == [
                    "payment_intent.created", "payment_intent.succeeded", "refund.created",
                    "charge.refunded",
                ]
            )
            #expect(Set(posts.map(\.path)) == ["/stripe/stripe-us"])
            let refund = try json(posts[2])
            #expect(refund["object"] == "event")
            #expect(refund["data.object.payment_intent"] == id)
            #expect(refund["request.idempotency_key"] == "refund-key")
            let charge = try json(posts[3])
            #expect(charge["data.object.amount_refunded"] == "500")
            for post in posts {
                let verdict = StripeWebhook.verify(
                    body: Data(post.body.utf8),
                    signatureHeader: post.headers["stripe-signature"] ?? "",
                    secrets: ["whsec_sandbox"],
                    now: Date(timeIntervalSince1970: 1_798_761_600)
                )
                #expect(verdict == .authentic(at: Date(timeIntervalSince1970: 1_798_761_600)))
            }
        }
    }

    @Test("tell of declines, and of refunds that fail later when their time has come")
    func failures() async throws {
        try await withReceiver(rates: [.refundFailsLate: 1]) { client, receiver in
            try await client.control("/_clock", #"{"at":"2027-01-01T00:00:00Z"}"#)
            let declined = try await client.intent(reference: "pay_0")
            _ = try await client.confirm(declined, "pm_card_chargeDeclined")
            #expect(await types(receiver.take(2)).last == "payment_intent.payment_failed")
            let id = try await client.chargedIntent()
            _ = try await client.stripe("POST", "refunds", "payment_intent=\(id)")
            _ = await receiver.take(4)
            try await client.control("/_clock", #"{"at":"2027-01-01T01:00:00Z"}"#)
            #expect(await types(receiver.take(2)) == ["refund.updated", "refund.failed"])
        }
    }

    @Test("tell what becomes of a payment at Toss, unsigned")
    func toss() async throws {
        try await withReceiver { client, receiver in
            let paymentKey = try await client.chargedPayment(order: "order_1")
            let body = #"{"cancelReason":"r","cancelAmount":1000}"#
            _ = try await client.toss("POST", "\(paymentKey)/cancel", body)
            let posts = await receiver.take(2)
            #expect(types(posts) == ["PAYMENT_STATUS_CHANGED", "PAYMENT_STATUS_CHANGED"])
            #expect(try json(posts[0])["data.status"] == "DONE")
            #expect(try json(posts[1])["data.status"] == "PARTIAL_CANCELED")
            #expect(try json(posts[1])["data.paymentKey"] == paymentKey)
            #expect(posts.allSatisfy { $0.headers["stripe-signature"] == nil })
        }
    }

    @Test("are sent again until they are taken, and shown with every attempt")
    func retries() async throws {
        try await withReceiver(answering: [500, 302]) { client, receiver in
            _ = try await client.chargedPayment(order: "order_1")
            let posts = await receiver.take(3)
            #expect(Set(posts.map(\.body)).count == 1)
            var shown = try await client.control("/_webhooks")
            // The answer may still be on its way into the journal.
            while shown.count("events.0.attempts") ?? 0 < 3 {
                shown = try await client.control("/_webhooks")
            }
            #expect(shown["events.0.delivered"] == "1")
            #expect(shown["events.0.attempts.0"] == "500")
            #expect(shown["events.0.attempts.1"] == "302")
            #expect(shown["events.0.attempts.2"] == "200")
        }
    }

    @Test("come twice when drawn so")
    func duplicates() async throws {
        try await withReceiver(rates: [.duplicateWebhook: 1]) { client, receiver in
            _ = try await client.intent()
            let posts = await receiver.take(2)
            #expect(posts[0].body == posts[1].body)
        }
    }

    @Test("are all told, also those that another may overtake")
    func reordered() async throws {
        try await withReceiver(rates: [.reorderedWebhook: 0.5], seed: 7) { client, receiver in
            for number in 1...8 { _ = try await client.chargedPayment(order: "order_\(number)") }
            let told = try await receiver.take(8).map { try json($0)["data.orderId"] ?? "" }
            #expect(Set(told) == Set((1...8).map { "order_\($0)" }))
        }
    }

    @Test("that were not taken before a restart are sent after it")
    func restart() async throws {
        try await TemporaryJournal.with { path in
            let nobody = try #require(WebhookTarget("toss=http://127.0.0.1:9/"))
            try await withSandbox {
                $0.journalPath = path
                $0.webhooks = [nobody]
            } _: { client in
                _ = try await client.chargedPayment(order: "order_1")
            }
            let receiver = try await WebhookReceiver()
            let target = try #require(WebhookTarget("toss=http://127.0.0.1:\(receiver.port)/"))
            try await withSandbox {
                $0.journalPath = path
                $0.webhooks = [target]
            } _: { _ in
                #expect(await types(receiver.take(1)).count == 1)
            }
            try await receiver.stop()
        }
    }

    @Test(
        "go nowhere without a target",
        arguments: ["paypal=http://x/", "stripe=ftp://x/", "toss"]
    )
    func badTarget(_ text: String) {
        #expect(WebhookTarget(text) == nil)
    }
}
