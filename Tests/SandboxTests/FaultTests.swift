import Sandbox
import TestTurns
import Testing

@Suite("Faults of the wire", .inTurn)
struct FaultTests {
    @Test(
        "an unanswered call took effect or not, as the fault has it",
        arguments: [
            ("timeout_before", "created"), ("timeout_after", "succeeded"),
            ("timeout_late", "succeeded"),
        ]
    )
    func timeouts(_ fault: String, _ status: String) async throws {
        try await withSandbox { client in
            let id = try await client.intent()
            try await client.control("/_faults", #"{"next":[{"fault":"\#(fault)"}]}"#)
            let answer = try await client.tryStripe(
                "POST",
                "payment_intents/\(id)/confirm",
                "payment_method=pm_card_visa",
                key: "k"
            )
            #expect(answer == nil)
            let truth = try await client.control("/_truth")
            #expect(truth["charges.0.status"] == status)
        }
    }

    @Test("a late call is not to be seen while its caller still waits")
    func late() async throws {
        try await withSandbox {
            $0.faults.hold = .seconds(60)
        } _: { client in
            let id = try await client.intent()
            try await client.control("/_faults", #"{"next":[{"fault":"timeout_late"}]}"#)
            async let _ = client.tryStripe(
                "POST",
                "payment_intents/\(id)/confirm",
                "payment_method=pm_card_visa",
                key: "k"
            )
            while true {
                let calls = try await client.control("/_calls")
                if calls["idempotency_keys.k"] == "1" { break }
            }
            let found = try await client.stripe("GET", "payment_intents/\(id)")
            #expect(found["status"] == "requires_payment_method")
        }
    }

    @Test("a 500 may or may not stand for an effect")
    func serverErrors() async throws {
        for (fault, status) in [("error_before", "IN_PROGRESS"), ("error_after", "DONE")] {
            try await withSandbox { client in
                let paymentKey = try await client.paymentKey(order: "order_1")
                try await client.control("/_faults", #"{"next":[{"fault":"\#(fault)"}]}"#)
                let answer = try await client.toss(
                    "POST",
                    "confirm",
                    client.confirmBody(paymentKey, order: "order_1"),
                    key: "k"
                )
                #expect(answer.status == 500)
                #expect(try await client.toss("GET", paymentKey)["status"] == status)
            }
        }
    }

    @Test("dropped connections are dropped on both sides of the effect")
    func drops() async throws {
        try await withSandbox {
            $0.faults.rates[.drop] = 1
            $0.faults.operations = [.stripeConfirmIntent]
        } _: { client in
            for number in 1...12 {
                let id = try await client.intent(reference: "pay_\(number)")
                let answer = try await client.tryStripe(
                    "POST",
                    "payment_intents/\(id)/confirm",
                    "payment_method=pm_card_visa",
                    key: "confirm-\(number)"
                )
                #expect(answer == nil)
            }
            let truth = try await client.control("/_truth")
            let statuses = Set((0..<12).map { truth["charges.\($0).status"] })
            #expect(statuses == ["created", "succeeded"])
        }
    }

    @Test("queries are spared unless the plan says otherwise")
    func queries() async throws {
        try await withSandbox { client in
            let id = try await client.intent()
            try await client.control("/_faults", #"{"timeout_before_rate":1}"#)
            #expect(try await client.tryStripe("GET", "payment_intents/\(id)") != nil)
            try await client.control("/_faults", #"{"fault_queries":true}"#)
            #expect(try await client.tryStripe("GET", "payment_intents/\(id)") == nil)
            try await client.control("/_faults", #"{"reset":true}"#)
            #expect(try await client.tryStripe("GET", "payment_intents/\(id)") != nil)
        }
    }

    @Test("faults can be kept to one account and one operation")
    func selection() async throws {
        try await withSandbox { client in
            try await client.control(
                "/_faults",
                #"{"timeout_all":true,"timeout_hold_ms":0,"accounts":["stripe-us"],"operations":["stripe.payment_intents.list"]}"#
            )
            #expect(try await client.tryStripe("GET", "payment_intents") == nil)
            #expect(try await client.tryStripe("GET", "refunds") != nil)
            var other = client
            other.stripeKey = "sk_test_stripe-jp"
            #expect(try await other.tryStripe("GET", "payment_intents") != nil)
        }
    }

    @Test("a forgotten key makes a second refund")
    func forgottenKey() async throws {
        try await withSandbox { client in
            let path = "\(try await client.chargedPayment(order: "order_1"))/cancel"
            let body = #"{"cancelReason":"r","cancelAmount":1000}"#
            _ = try await client.toss("POST", path, body, key: "k")
            try await client.control("/_faults", #"{"forget_key_rate":1}"#)
            _ = try await client.toss("POST", path, body, key: "k")
            #expect(try await client.control("/_truth").count("refunds") == 2)
        }
    }

    @Test(
        "a setting that does not exist or is out of range changes nothing",
        arguments: [
            #"{"seed":7,"nonsense_rate":0.5}"#, #"{"seed":7,"decline_rate":1.5}"#,
            #"{"seed":7,"delay_ms":-1}"#, #"{"seed":7,"next":[{"fault":"decline"}]}"#, "[]",
        ]
    )
    func badSetting(_ json: String) async throws {
        try await withSandbox { client in
            let answer = try #require(try await client.send("POST", "/_faults", body: json))
            #expect(answer.status == 400)
            #expect(try await client.control("/_faults")["seed"] == "1")
        }
    }
}
