import Sandbox
import TestTurns
import Testing

@Suite("Seeded faults", .inTurn)
struct SeedTests {
    /// The status of one confirm for each of many payments, in an order of the caller's choosing.
    private func statuses(seed: UInt64, _ numbers: [Int]) async throws -> [Int: String] {
        try await withSandbox {
            $0.faults.seed = seed
            $0.faults.rates = [.decline: 0.3, .errorAfter: 0.2, .drop: 0.2, .rateLimit: 0.1]
            $0.faults.operations = [.tossConfirm]
        } _: { client in
            var statuses: [Int: String] = [:]
            for number in numbers {
                let order = "order_\(number)"
                let paymentKey = try await client.paymentKey(order: order)
                let answer = try await client.tryToss(
                    "POST",
                    "confirm",
                    client.confirmBody(paymentKey, order: order),
                    key: "key-\(number)"
                )
                let found = try await client.toss("GET", paymentKey)
                statuses[number] = "\(answer?.status ?? 0) \(found["status"] ?? "")"
            }
            return statuses
        }
    }

    @Test("the same seed and calls meet the same faults in any order")
    func sameSeed() async throws {
        let first = try await statuses(seed: 7, Array(1...40))
        let second = try await statuses(seed: 7, (1...40).reversed())
        #expect(first == second)
        #expect(Set(first.values).count >= 4)
    }

    @Test("another seed meets others")
    func otherSeed() async throws {
        let first = try await statuses(seed: 7, Array(1...40))
        let second = try await statuses(seed: 8, Array(1...40))
        #expect(first != second)
    }

    @Test("a repeated call is drawn for anew, so that a retry can get through")
    func repetition() async throws {
        try await withSandbox {
            $0.faults.rates[.rateLimit] = 0.5
            $0.faults.operations = [.stripeConfirmIntent]
        } _: { client in
            let id = try await client.intent()
            var statuses: [Int] = []
            for _ in 1...20 { statuses.append(try await client.confirm(id, key: "k").status) }
            #expect(Set(statuses) == [200, 429])
        }
    }
}
