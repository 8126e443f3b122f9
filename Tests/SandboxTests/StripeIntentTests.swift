import Sandbox
import TestTurns
import Testing

@Suite("Stripe PaymentIntents", .inTurn)
struct StripeIntentTests {
    @Test("an intent is made unconfirmed, confirmed, and then found succeeded")
    func lifeOfAnIntent() async throws {
        try await withSandbox { client in
            let made = try await client.stripe(
                "POST",
                "payment_intents",
                "amount=1200&currency=usd&metadata%5Bpayment_id%5D=pay%201",
                key: "k1"
            )
            #expect(made.status == 200)
            #expect(made["status"] == "requires_payment_method")
            #expect(made["metadata.payment_id"] == "pay 1")
            let id = try #require(made["id"])
            let confirmed = try await client.confirm(id)
            #expect(confirmed["status"] == "succeeded")
            #expect(confirmed["amount_received"] == "1200")
            let found = try await client.stripe("GET", "payment_intents/\(id)")
            #expect(found["status"] == "succeeded")
        }
    }

    @Test(
        "a declined card is a 402 with the reason and the open intent",
        arguments: [
            ("pm_card_chargeDeclined", "card_declined", "generic_decline"),
            ("pm_card_chargeDeclinedInsufficientFunds", "card_declined", "insufficient_funds"),
            ("pm_card_chargeDeclinedExpiredCard", "expired_card", nil),
        ]
    )
    func decline(_ method: String, _ code: String, _ declineCode: String?) async throws {
        try await withSandbox { client in
            let answer = try await client.confirm(try await client.intent(), method)
            #expect(answer.status == 402)
            #expect(answer["error.type"] == "card_error")
            #expect(answer["error.code"] == code)
            #expect(answer["error.decline_code"] == declineCode)
            #expect(answer["error.payment_intent.status"] == "requires_payment_method")
            let truth = try await client.control("/_truth")
            #expect(truth["charges.0.status"] == "declined")
        }
    }

    @Test("a declined intent can be confirmed with another card")
    func secondCard() async throws {
        try await withSandbox { client in
            let id = try await client.intent()
            _ = try await client.confirm(id, "pm_card_chargeDeclined", key: "a")
            #expect(try await client.confirm(id, key: "b")["status"] == "succeeded")
        }
    }

    @Test("an intent that succeeded can be neither confirmed nor cancelled")
    func succeededIsFinal() async throws {
        try await withSandbox { client in
            let id = try await client.chargedIntent()
            for verb in ["confirm", "cancel"] {
                let answer = try await client.stripe("POST", "payment_intents/\(id)/\(verb)")
                #expect(answer.status == 400)
                #expect(answer["error.code"] == "payment_intent_unexpected_state")
                #expect(answer["error.payment_intent.status"] == "succeeded")
            }
        }
    }

    @Test("a cancelled intent can no longer be charged")
    func cancelIsFinal() async throws {
        try await withSandbox { client in
            let id = try await client.intent()
            let canceled = try await client.stripe("POST", "payment_intents/\(id)/cancel")
            #expect(canceled["status"] == "canceled")
            #expect(try await client.confirm(id).status == 400)
            let truth = try await client.control("/_truth")
            #expect(truth["charges.0.status"] == "canceled")
        }
    }

    @Test("a processing charge is settled when its time has come")
    func processing() async throws {
        try await withSandbox { client in
            try await client.control("/_clock", #"{"at":"2027-01-01T00:00:00Z"}"#)
            let id = try await client.intent()
            let answer = try await client.confirm(id, "pm_card_processing")
            #expect(answer["status"] == "processing")
            try await client.control("/_clock", #"{"at":"2027-01-01T00:00:59Z"}"#)
            let early = try await client.stripe("GET", "payment_intents/\(id)")
            #expect(early["status"] == "processing")
            try await client.control("/_clock", #"{"at":"2027-01-01T00:01:00Z"}"#)
            let settled = try await client.stripe("GET", "payment_intents/\(id)")
            #expect(settled["status"] == "succeeded")
        }
    }

    @Test("the list goes page by page, newest first, without gaps")
    func list() async throws {
        try await withSandbox { client in
            var made: [String] = []
            for number in 1...5 { made.append(try await client.intent(reference: "pay_\(number)")) }
            var seen: [String] = []
            var query = "limit=2"
            while true {
                let page = try await client.stripe("GET", "payment_intents?\(query)&created[gte]=0")
                for index in 0..<(page.count("data") ?? 0) {
                    seen.append(try #require(page["data.\(index).id"]))
                }
                guard page["has_more"] == "true" || page["has_more"] == "1" else { break }
                query = "limit=2&starting_after=\(seen.last ?? "")"
            }
            #expect(seen == made.reversed())
            let future = try await client.stripe(
                "GET",
                "payment_intents?created[gte]=99999999999"
            )
            #expect(future.count("data") == 0)
        }
    }

    @Test("another account sees nothing of an intent")
    func accountsAreApart() async throws {
        try await withSandbox { client in
            let id = try await client.intent()
            var other = client
            other.stripeKey = "sk_test_stripe-jp"
            #expect(try await other.stripe("GET", "payment_intents/\(id)").status == 404)
            #expect(try await other.stripe("GET", "payment_intents").count("data") == 0)
            var rotated = client
            rotated.stripeKey = "sk_test_stripe-us.v2"
            #expect(try await rotated.stripe("GET", "payment_intents/\(id)").status == 200)
        }
    }

    @Test("a key of another form is a 401")
    func unauthorized() async throws {
        try await withSandbox { client in
            for key in ["pk_test_stripe-us", "sk_test_", "nonsense"] {
                var stranger = client
                stranger.stripeKey = key
                let answer = try await stranger.stripe("GET", "payment_intents")
                #expect(answer.status == 401)
                #expect(answer["error.type"] == "invalid_request_error")
            }
        }
    }

    @Test(
        "a bad parameter is named",
        arguments: [
            ("currency=usd", "parameter_missing", "amount"),
            ("amount=100", "parameter_missing", "currency"),
            ("amount=1.5&currency=usd", "parameter_invalid_integer", "amount"),
            ("amount=0&currency=usd", "parameter_invalid_integer", "amount"),
            ("amount=49&currency=usd", "amount_too_small", "amount"),
            ("amount=100&currency=usd&colour=red", "parameter_unknown", "colour"),
        ]
    )
    func badParameter(_ form: String, _ code: String, _ parameter: String) async throws {
        try await withSandbox { client in
            let answer = try await client.stripe("POST", "payment_intents", form)
            #expect(answer.status == 400)
            #expect(answer["error.code"] == code)
            #expect(answer["error.param"] == parameter)
        }
    }

    @Test(
        "the truth is in ISO minor units where Stripe counts otherwise",
        arguments: [
            ("ugx", 1_200, "12"), ("mga", 12, "1200"), ("krw", 12_000, "12000"),
            ("kwd", 1_230, "1230"),
        ]
    )
    func isoUnits(_ currency: String, _ amount: Int, _ minor: String) async throws {
        try await withSandbox { client in
            _ = try await client.stripe(
                "POST",
                "payment_intents",
                "amount=\(amount)&currency=\(currency)"
            )
            let truth = try await client.control("/_truth")
            #expect(truth["charges.0.amount"] == minor)
            #expect(truth["charges.0.currency"] == currency.uppercased())
        }
    }

    @Test("digits that a currency lacks are refused", arguments: [("ugx", 1_250), ("kwd", 1_235)])
    func wrongDigits(_ currency: String, _ amount: Int) async throws {
        try await withSandbox { client in
            let answer = try await client.stripe(
                "POST",
                "payment_intents",
                "amount=\(amount)&currency=\(currency)"
            )
            #expect(answer.status == 400)
        }
    }
}
