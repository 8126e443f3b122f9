import Sandbox
import TestTurns
import Testing

@Suite("Stripe idempotency keys", .inTurn)
struct StripeIdempotencyTests {
    @Test("the first answer is replayed and marked")
    func replay() async throws {
        try await withSandbox { client in
            let id = try await client.intent()
            let first = try await client.confirm(id, key: "k")
            let second = try await client.confirm(id, key: "k")
            #expect(first.headers["idempotent-replayed"] == nil)
            #expect(second.headers["idempotent-replayed"] == "true")
            #expect(second.body == first.body)
        }
    }

    @Test("a decline is replayed too")
    func replayOfDecline() async throws {
        try await withSandbox { client in
            let id = try await client.intent()
            for expected in [nil, "true"] {
                let answer = try await client.confirm(id, "pm_card_chargeDeclined", key: "k")
                #expect(answer.status == 402)
                #expect(answer.headers["idempotent-replayed"] == expected)
            }
        }
    }

    @Test("other parameters under a key are an idempotency error")
    func otherParameters() async throws {
        try await withSandbox { client in
            let id = try await client.intent()
            _ = try await client.confirm(id, key: "k")
            let answer = try await client.confirm(id, "pm_card_chargeDeclined", key: "k")
            #expect(answer.status == 400)
            #expect(answer["error.type"] == "idempotency_error")
        }
    }

    @Test("another endpoint under a key is an idempotency error")
    func otherEndpoint() async throws {
        try await withSandbox { client in
            let id = try await client.intent()
            _ = try await client.confirm(id, key: "k")
            let answer = try await client.stripe("POST", "payment_intents/\(id)/cancel", key: "k")
            #expect(answer["error.type"] == "idempotency_error")
        }
    }

    @Test("a validation error is not remembered")
    func validationIsForgotten() async throws {
        try await withSandbox { client in
            let bad = try await client.stripe("POST", "payment_intents", "amount=1", key: "k")
            #expect(bad.status == 400)
            let good = try await client.stripe(
                "POST",
                "payment_intents",
                "amount=100&currency=usd",
                key: "k"
            )
            #expect(good.status == 200)
        }
    }

    @Test("a 429 is not remembered")
    func rateLimitIsForgotten() async throws {
        try await withSandbox { client in
            let id = try await client.intent()
            try await client.control("/_faults", #"{"next":[{"fault":"rate_limit"}]}"#)
            let limited = try await client.confirm(id, key: "k")
            #expect(limited.status == 429)
            #expect(limited.headers["retry-after"] == "1")
            let second = try await client.confirm(id, key: "k")
            #expect(second.status == 200)
            #expect(second.headers["idempotent-replayed"] == nil)
        }
    }

    @Test("a 500 is remembered: only a look tells that the charge happened")
    func serverErrorIsRemembered() async throws {
        try await withSandbox { client in
            let id = try await client.intent()
            try await client.control("/_faults", #"{"next":[{"fault":"error_after"}]}"#)
            #expect(try await client.confirm(id, key: "k").status == 500)
            let replayed = try await client.confirm(id, key: "k")
            #expect(replayed.status == 500)
            #expect(replayed.headers["idempotent-replayed"] == "true")
            let found = try await client.stripe("GET", "payment_intents/\(id)")
            #expect(found["status"] == "succeeded")
        }
    }

    @Test("a key is remembered for 24 hours and then makes a second charge")
    func keyIsForgotten() async throws {
        try await withSandbox { client in
            let form = "amount=100&currency=usd&confirm=true&payment_method=pm_card_visa"
            func charge(at instant: String) async throws -> Answer {
                try await client.control("/_clock", #"{"at":"\#(instant)"}"#)
                return try await client.stripe("POST", "payment_intents", form, key: "k")
            }
            let first = try await charge(at: "2027-01-01T00:00:00Z")
            let within = try await charge(at: "2027-01-01T23:59:59Z")
            let after = try await charge(at: "2027-01-02T00:00:00Z")
            #expect(within["id"] == first["id"])
            #expect(after.status == 200)
            #expect(after["id"] != first["id"])
        }
    }

    @Test("a key in use is a 409 until the first call has ended")
    func inFlight() async throws {
        let limit = 200
        try await withSandbox {
            $0.faults.delay = .milliseconds(300)
        } _: { client in
            let id = try await client.intent()
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<limit {
                    group.addTask { try await client.confirm(id, key: "k").status }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses.filter { $0 == 409 }.count > 0)
            #expect(statuses.filter { $0 == 200 }.count > 0)
            #expect(statuses.allSatisfy { $0 == 409 || $0 == 200 })
            #expect(try await client.confirm(id, key: "k").status == 200)
        }
    }

    @Test("200 confirms of one key at once are one charge")
    func oneCharge() async throws {
        try await withSandbox { client in
            let form = "amount=100&currency=usd&confirm=true&payment_method=pm_card_visa"
            let ids = try await withThrowingTaskGroup(of: String?.self) { group in
                for _ in 0..<200 {
                    group.addTask {
                        try await client.stripe("POST", "payment_intents", form, key: "k")["id"]
                    }
                }
                return try await group.reduce(into: Set()) { $0.insert($1) }
            }
            #expect(ids.count == 1)
            let truth = try await client.control("/_truth")
            #expect(truth.count("charges") == 1)
            let calls = try await client.control("/_calls")
            #expect(calls["idempotency_keys.k"] == "200")
        }
    }

    @Test("a key of 255 characters is taken, one of 256 is not")
    func keyLength() async throws {
        try await withSandbox { client in
            let form = "amount=100&currency=usd"
            for (length, status) in [(255, 200), (256, 400)] {
                let key = String(repeating: "k", count: length)
                let answer = try await client.stripe("POST", "payment_intents", form, key: key)
                #expect(answer.status == status)
            }
        }
    }
}
