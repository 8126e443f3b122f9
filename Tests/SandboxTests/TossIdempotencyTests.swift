import Sandbox
import TestTurns
import Testing

@Suite("Toss idempotency keys", .inTurn)
struct TossIdempotencyTests {
    @Test("a key answers as the first time whatever the body")
    func bodyDoesNotCount() async throws {
        try await withSandbox { client in
            let path = "\(try await client.chargedPayment(order: "order_1"))/cancel"
            let first = try await client.toss(
                "POST",
                path,
                #"{"cancelReason":"r1","cancelAmount":1000}"#,
                key: "k"
            )
            let second = try await client.toss(
                "POST",
                path,
                #"{"cancelReason":"r2","cancelAmount":9000}"#,
                key: "k"
            )
            #expect(second.body == first.body)
            #expect(try await client.control("/_truth")["charges.0.refunded"] == "1000")
        }
    }

    @Test("a rotated secret is another scope, and so is another URL")
    func scope() async throws {
        try await withSandbox { client in
            let one = "\(try await client.chargedPayment(order: "order_1"))/cancel"
            let two = "\(try await client.chargedPayment(order: "order_2"))/cancel"
            let body = #"{"cancelReason":"r","cancelAmount":1000}"#
            var rotated = client
            rotated.tossKey = "test_sk_toss-kr.v2"
            _ = try await client.toss("POST", one, body, key: "k")
            _ = try await client.toss("POST", two, body, key: "k")
            _ = try await rotated.toss("POST", one, body, key: "k")
            let truth = try await client.control("/_truth")
            #expect(truth["charges.0.refunded"] == "2000")
            #expect(truth["charges.1.refunded"] == "1000")
        }
    }

    @Test("a key is remembered for 15 days")
    func window() async throws {
        try await withSandbox { client in
            try await client.control("/_clock", #"{"at":"2027-01-01T00:00:00Z"}"#)
            let path = "\(try await client.chargedPayment(order: "order_1"))/cancel"
            let body = #"{"cancelReason":"r","cancelAmount":1000}"#
            for (instant, refunded) in [
                ("2027-01-01T00:00:00Z", "1000"), ("2027-01-15T23:59:59Z", "1000"),
                ("2027-01-16T00:00:00Z", "2000"),
            ] {
                try await client.control("/_clock", #"{"at":"\#(instant)"}"#)
                _ = try await client.toss("POST", path, body, key: "k")
                #expect(try await client.control("/_truth")["charges.0.refunded"] == refunded)
            }
        }
    }

    @Test("200 confirms of one key at once are one charge, the others wait or see its answer")
    func oneCharge() async throws {
        try await withSandbox {
            $0.faults.delay = .milliseconds(200)
        } _: { client in
            let paymentKey = try await client.paymentKey(order: "order_1")
            let body = client.confirmBody(paymentKey, order: "order_1")
            let outcomes = try await withThrowingTaskGroup(of: String?.self) { group in
                for _ in 0..<200 {
                    group.addTask {
                        let answer = try await client.toss("POST", "confirm", body, key: "k")
                        return answer["code"] ?? answer["status"]
                    }
                }
                return try await group.reduce(into: Set()) { $0.insert($1) }
            }
            #expect(outcomes.isSubset(of: ["DONE", "IDEMPOTENT_REQUEST_PROCESSING"]))
            #expect(outcomes.contains("DONE"))
            #expect(outcomes.contains("IDEMPOTENT_REQUEST_PROCESSING"))
            let truth = try await client.control("/_truth")
            #expect(truth.count("charges") == 1)
            #expect(truth["charges.0.status"] == "succeeded")
        }
    }
}
