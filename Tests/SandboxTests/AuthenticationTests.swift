import Sandbox
import TestTurns
import Testing

@Suite("Authentication by the buyer", .inTurn)
struct AuthenticationTests {
    @Test("a Stripe charge waits for the buyer and moves on when they approve or decline")
    func stripeRedirect() async throws {
        for (decision, status) in [
            ("approve", "succeeded"), ("decline", "requires_payment_method"),
        ] {
            try await withSandbox { client in
                let id = try await client.intent()
                let waiting = try await client.stripe(
                    "POST",
                    "payment_intents/\(id)/confirm",
                    "payment_method=pm_card_authenticationRequired"
                        + "&return_url=http%3A%2F%2Fshop.test%2Fback"
                )
                #expect(waiting["status"] == "requires_action")
                let url = try #require(waiting["next_action.redirect_to_url.url"])
                #expect(url == "\(client.address.url)/authenticate?payment_intent=\(id)")
                let page = try #require(
                    try await client.send("GET", "/authenticate?payment_intent=\(id)")
                )
                #expect(page.status == 200)
                #expect(page.body.contains("1200 USD"))
                let back = try #require(
                    try await client.send(
                        "POST",
                        "/authenticate",
                        body: "payment_intent=\(id)&decision=\(decision)"
                    )
                )
                #expect(back.status == 303)
                let location = try #require(back.headers["location"])
                #expect(location.hasPrefix("http://shop.test/back?payment_intent=\(id)"))
                let found = try await client.stripe("GET", "payment_intents/\(id)")
                #expect(found["status"] == status)
            }
        }
    }

    @Test("off session there is no buyer to ask")
    func offSession() async throws {
        try await withSandbox { client in
            let id = try await client.intent()
            let answer = try await client.stripe(
                "POST",
                "payment_intents/\(id)/confirm",
                "payment_method=pm_card_authenticationRequired&off_session=true"
            )
            #expect(answer.status == 402)
            #expect(answer["error.code"] == "authentication_required")
        }
    }

    @Test("the page brings a Toss payment key back to the shop")
    func tossPage() async throws {
        try await withSandbox { client in
            let fields =
                "gateway=toss&account=toss-kr&orderId=order_1&amount=12000&currency=KRW"
                + "&method=CARD&returnUrl=http%3A%2F%2Fshop.test%2Fdone"
            let page = try #require(try await client.send("GET", "/authenticate?\(fields)"))
            #expect(page.headers["content-type"]?.hasPrefix("text/html") == true)
            #expect(page.body.contains("승인"))
            #expect(page.body.contains("Decline"))
            let back = try #require(
                try await client.send(
                    "POST",
                    "/authenticate",
                    body: fields + "&decision=approve"
                )
            )
            let location = try #require(back.headers["location"])
            let query = try #require(location.split(separator: "?").last)
            let pairs = query.split(separator: "&").map(String.init)
            let key = try #require(pairs.first { $0.hasPrefix("paymentKey=") })
            let answer = try await client.toss(
                "POST",
                "confirm",
                client.confirmBody(String(key.dropFirst(11)), order: "order_1")
            )
            #expect(answer["status"] == "DONE")
            let declined = try #require(
                try await client.send(
                    "POST",
                    "/authenticate",
                    body: fields + "&decision=decline"
                )
            )
            #expect(declined.headers["location"]?.contains("PAY_PROCESS_CANCELED") == true)
        }
    }

    @Test("what stands in the address cannot become part of the page")
    func escaping() async throws {
        try await withSandbox { client in
            let page = try #require(
                try await client.send(
                    "GET",
                    "/authenticate?gateway=toss&orderId=%3Cscript%3E&amount=%22%3E"
                )
            )
            #expect(!page.body.contains("<script>"))
            #expect(page.body.contains("&lt;script&gt;"))
            let back = try #require(
                try await client.send(
                    "POST",
                    "/authenticate",
                    body: "gateway=toss&orderId=order_1&amount=100&returnUrl=javascript:alert(1)"
                )
            )
            #expect(back.headers["location"] == nil)
        }
    }

    @Test("a program gets a Stripe payment method, and one that will be declined")
    func paymentMethods() async throws {
        try await withSandbox { client in
            let good = try await client.control(
                "/_authenticate",
                #"{"gateway":"stripe","account":"stripe-us","method":"CARD"}"#
            )
            let bad = try await client.control(
                "/_authenticate",
                #"{"gateway":"stripe","account":"stripe-us","decline":"insufficient_funds"}"#
            )
            let id = try await client.intent()
            let declined = try await client.confirm(id, try #require(bad["paymentMethod"]))
            #expect(declined["error.decline_code"] == "insufficient_funds")
            let charged = try await client.confirm(id, try #require(good["paymentMethod"]))
            #expect(charged["status"] == "succeeded")
        }
    }

    @Test(
        "an authentication that makes no sense is refused with a reason",
        arguments: [
            "{}", #"{"gateway":"paypal"}"#,
            #"{"gateway":"toss","orderId":"short","amount":100}"#,
            #"{"gateway":"toss","orderId":"order_1","amount":-5}"#,
            #"{"gateway":"toss","orderId":"order_1","amount":1.5}"#,
            #"{"gateway":"toss","orderId":"order_1","amount":100,"method":"CASH"}"#,
        ]
    )
    func refused(_ body: String) async throws {
        try await withSandbox { client in
            let answer = try #require(
                try await client.send("POST", "/_authenticate", body: body)
            )
            #expect(answer.status == 400)
            #expect(answer["message"] != nil)
        }
    }
}
