import Foundation
import Gateways
import TestTurns
import Testing

@Suite("What goes over the wire", .inTurn)
struct WireTests {
    /// Runs `body` with a server and an adapter for it, and takes both down.
    private func with<Gateway: PaymentGateway>(
        _ type: Gateway.Type,
        _ script: [LoopbackServer.Step],
        _ body: (Gateway, LoopbackServer) async throws -> Void
    ) async throws {
        let server = try await LoopbackServer(script)
        let gateway = try Gateway(
            GatewayConfiguration(
                baseURL: "http://127.0.0.1:\(server.port)",
                credentials: Sample.credentials
            )
        )
        do {
            try await body(gateway, server)
        } catch {
            await gateway.close()
            throw error
        }
        await gateway.close()
        try await server.stop()
    }

    /// The request line and headers but those of the connection, sorted, and the body.
    private func parts(_ request: String) -> (head: [String], body: String) {
        guard let end = request.range(of: "\r\n\r\n") else { return ([], request) }
        var lines = request[..<end.lowerBound].components(separatedBy: "\r\n")
        let first = lines.removeFirst()
        let own = lines.map { $0.lowercased().hasPrefix("host:") ? "host" : $0 }.sorted()
        return ([first] + own, String(request[end.upperBound...]))
    }

    @Test("a Stripe charge is two posts with its key, version and secret, then a cancel")
    func stripe() async throws {
        let answers = [
            try LoopbackServer.fixture("stripe_intent_created"),
            try LoopbackServer.fixture("stripe_intent_succeeded"),
            try LoopbackServer.fixture("stripe_intent_canceled"),
            try LoopbackServer.fixture("stripe_refund_succeeded"),
        ]
        try await with(StripeGateway.self, answers) { gateway, server in
            let first = try Sample.stripeOrder(intent: nil, name: "별의 노래 & más")
            let second = try Sample.stripeOrder()
            let requests = [
                try gateway.nextChargeRequest(first), try gateway.nextChargeRequest(second),
                try #require(try gateway.cancelRequest(second)),
                try gateway.refundRequest(Sample.stripeRefund()),
            ]
            var kinds: [AnswerKind] = []
            for request in requests {
                kinds.append(await gateway.send(request, timeout: .seconds(10)).kind)
            }
            #expect(kinds == [.created, .applied, .neverCharged, .refundApplied])
            let seen = server.requests.map(parts)
            for (request, wire) in zip(requests, seen) {
                #expect(
                    wire.head == [
                        "POST \(request.path) HTTP/1.1", "Authorization: Bearer sk_test_two",
                        "Content-Length: \(request.body.count)",
                        "Content-Type: application/x-www-form-urlencoded",
                        "Idempotency-Key: \(request.idempotencyKey)",
                        "Stripe-Version: 2024-06-20",
                        "host",
                    ]
                )
                #expect(Data(wire.body.utf8) == request.body)
            }
            #expect(seen.first?.body.contains("description=%EB%B3%84") == true)
            #expect(server.connections == 1)
        }
    }

    @Test("a Toss charge and refund are JSON under basic authentication")
    func toss() async throws {
        let answers = [
            try LoopbackServer.fixture("toss_payment_done"),
            try LoopbackServer.fixture("toss_payment_partial_cancels"),
        ]
        try await with(TossGateway.self, answers) { gateway, server in
            let requests = [
                try gateway.nextChargeRequest(Sample.tossOrder()),
                try gateway.refundRequest(Sample.tossRefund()),
            ]
            var kinds: [AnswerKind] = []
            for request in requests {
                kinds.append(await gateway.send(request, timeout: .seconds(10)).kind)
            }
            #expect(kinds == [.applied, .refundApplied])
            for (request, wire) in zip(requests, server.requests.map(parts)) {
                #expect(
                    wire.head == [
                        "POST \(request.path) HTTP/1.1",
                        // base64("sk_test_two:")
                        "Authorization: Basic c2tfdGVzdF90d286",
                        "Content-Length: \(request.body.count)",
                        "Content-Type: application/json",
                        "Idempotency-Key: \(request.idempotencyKey)", "host",
                    ]
                )
                #expect(Data(wire.body.utf8) == request.body)
            }
            let cancel = try gateway.cancelRequest(Sample.tossOrder())
            #expect(cancel == nil)
        }
    }

    @Test("a stored request goes out with the credential it was built for, or not at all")
    func credentials() async throws {
        let answers = [try LoopbackServer.fixture("toss_payment_done")]
        try await with(TossGateway.self, answers) { gateway, server in
            func request(by id: String) async throws -> GatewayRequest {
                let other = try TossGateway(
                    GatewayConfiguration(
                        baseURL: "http://127.0.0.1:9",
                        credentials: GatewayCredentials(
                            current: GatewayCredential(id: id, secret: "unused")
                        )
                    )
                )
                await other.close()
                return try other.nextChargeRequest(Sample.tossOrder())
            }
            let earlier = await gateway.send(try await request(by: "key-1"), timeout: .seconds(10))
            #expect(earlier.kind == .applied)
            #expect(server.requests.first?.contains("Basic c2tfdGVzdF9vbmU6") == true)
            let gone = await gateway.send(try await request(by: "key-0"), timeout: .seconds(10))
            #expect(gone == .notSent(.credentialChanged))
            #expect(server.requests.count == 1)
        }
    }

    @Test("one gateway does not send what another built")
    func foreign() async throws {
        try await with(StripeGateway.self, [.silence]) { gateway, server in
            let toss = try TossGateway(
                GatewayConfiguration(
                    baseURL: "http://127.0.0.1:9",
                    credentials: Sample.credentials
                )
            )
            await toss.close()
            let request = try toss.nextChargeRequest(Sample.tossOrder())
            let answer = await gateway.send(request, timeout: .seconds(10))
            #expect(answer == .notSent(.builtForAnotherGateway))
            #expect(server.requests.isEmpty)
        }
    }

    @Test("refunds over two pages are read to the end, each with its generation")
    func refundPages() async throws {
        let answers = [
            try LoopbackServer.fixture("stripe_refunds_page_1"),
            try LoopbackServer.fixture("stripe_refunds_page_2"),
        ]
        try await with(StripeGateway.self, answers) { gateway, server in
            let reading = await gateway.lookUpRefunds(try Sample.stripeOrder())
            guard case .complete(let entries) = reading else {
                Issue.record("\(reading)")
                return
            }
            #expect(entries.map(\.refund?.generation) == [nil, 2, 1])
            #expect(entries.map(\.status) == [.succeeded, .pending, .failed])
            #expect(
                server.requests.map { parts($0).head.first } == [
                    "GET /v1/refunds?payment_intent=pi_3Example0001&limit=100 HTTP/1.1",
                    "GET /v1/refunds?payment_intent=pi_3Example0001&limit=100"
                        + "&starting_after=re_3Example0002 HTTP/1.1",
                ]
            )
        }
    }

    @Test("a list that breaks off on its second page is incomplete")
    func brokenPages() async throws {
        let pages = [
            try LoopbackServer.fixture("stripe_refunds_page_1"),
            try LoopbackServer.fixture("stripe_error_api", status: "500 Internal Server Error"),
        ]
        try await with(StripeGateway.self, pages) { gateway, _ in
            let reading = await gateway.lookUpRefunds(try Sample.stripeOrder())
            #expect(reading == .silent(reason: "HTTP 500"))
            let nothing = await gateway.lookUpRefunds(try Sample.stripeOrder(intent: nil))
            #expect(nothing == .incomplete(reason: "no gateway payment id"))
        }
    }

    @Test("without an id the PaymentIntent is found in the list by our payment's id")
    func search() async throws {
        let answers = [
            try LoopbackServer.fixture("stripe_intents_page_1"),
            try LoopbackServer.fixture("stripe_intents_page_2"),
            try LoopbackServer.fixture("stripe_intents_without_ours"),
            try LoopbackServer.fixture("stripe_error_unauthorized", status: "401 Unauthorized"),
        ]
        try await with(StripeGateway.self, answers) { gateway, server in
            let order = try Sample.stripeOrder(intent: nil)
            #expect(
                await gateway.lookUpCharge(order) == .created(gatewayPaymentID: "pi_3Example0001")
            )
            #expect(await gateway.lookUpCharge(order).kind == .unknown)
            #expect(await gateway.lookUpCharge(order).kind == .configuration)
            #expect(
                server.requests.first.map { parts($0).head.first }
                    == "GET /v1/payment_intents?created%5Bgte%5D=1754999700&limit=100 HTTP/1.1"
            )
        }
    }

    @Test("a charge is looked up by its id, with Toss before that by the order")
    func lookUps() async throws {
        try await with(
            StripeGateway.self,
            [try LoopbackServer.fixture("stripe_intent_succeeded")]
        ) { gateway, server in
            let order = try Sample.stripeOrder()
            #expect(await gateway.lookUpCharge(order).kind == .applied)
            #expect(server.requests.first?.hasPrefix("GET /v1/payment_intents/pi_3Ex") == true)
        }
        try await with(
            TossGateway.self,
            [try LoopbackServer.fixture("toss_payment_done")]
        ) { gateway, server in
            let order = try Sample.tossOrder()
            #expect(await gateway.lookUpCharge(order).kind == .applied)
            #expect(server.requests.first?.hasPrefix("GET /v1/payments/orders/order-0") == true)
        }
    }
}
