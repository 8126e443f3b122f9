import Foundation
import Money
import Postgres
import Preorder
import TestTurns
import Testing

@Suite("Added without touching what exists", .inTurn)
struct AdditionTests {
    /// Down to the next lower thousand; `amount` is what may be taken off at most.
    private struct RoundDown: DiscountPolicy {
        let name = "round_down"

        func discountMinor(list: Money, amount: Int64) -> Int64 {
            min(list.amountMinor % 1_000, amount)
        }
    }

    /// A policy with a mistake: it returns whatever was registered, with its sign turned.
    private struct Surcharge: DiscountPolicy {
        let name = "surcharge"

        func discountMinor(list: Money, amount: Int64) -> Int64 { -amount }
    }

    @Test("a discount policy prices a reservation, and its discount is kept with it")
    func policy() async throws {
        let store = try await Store.open()
        var policies = DiscountPolicies()
        policies.register(RoundDown())
        #expect(policies.names == ["amount", "percent", "round_down"])
        let discount = try await store.discount("round_down", 900, policies: policies)
        let request = try store.request(try store.member(), shown: 59_000)
        #expect(try await store.refusal(request) == .unknownDiscountPolicy("round_down"))
        let receipt = try await store.reserve(request, policies: policies)
        #expect(receipt.amount.amountMinor == 59_000)
        #expect(
            try await store.lines(
                "SELECT discount_minor, discount_id FROM preorder.reservation"
            ) == ["800|\(discount.uuidString.lowercased())"]
        )
        await store.close()
    }

    @Test("a discount policy never raises a price above the list")
    func surcharge() async throws {
        let store = try await Store.open()
        var policies = DiscountPolicies()
        policies.register(Surcharge())
        try await store.discount("surcharge", 5_000, policies: policies)
        let request = try store.request(try store.member())
        let receipt = try await store.reserve(request, policies: policies)
        #expect(receipt.amount.amountMinor == 59_800)
        await store.close()
    }

    @Test("a payment method is a row: it is offered, reserved with and submitted")
    func method() async throws {
        let store = try await Store.open()
        let member = try store.member()
        let request = try store.request(member, method: "moonpay")
        #expect(try await store.refusal(request) == .methodNotSupported)
        try await store.connection.script(
            """
            INSERT INTO preorder.payment_method (country, method, account)
            VALUES ('KR', 'moonpay', 'toss-kr')
            """
        )
        let offered = try await store.connection.query(
            ReadMethods(country: "KR", offeredOnly: true)
        )
        #expect(offered.map(\.method) == ["card", "moonpay"])
        let id = try await store.reserve(request).paymentID
        #expect(try await store.submit(id, by: member) == .accepted(id))
        #expect(
            try await store.lines("SELECT method, account FROM preorder.payment")
                == ["moonpay|toss-kr"]
        )
        await store.close()
    }
}
