import Foundation
import Money
import Postgres
import Preorder
import TestTurns
import Testing

@Suite("The price of a reservation", .inTurn)
struct ReservePriceTests {
    /// A discount in a country, and what list, discount and charge come to, in minor units.
    struct Sale: Sendable {
        let country: String
        let currency: String
        let policy: String
        let amount: Int64
        let list: Int64
        let charged: Int64
    }

    static let sales: [Sale] = [
        Sale("KR", "KRW", "percent", 1_500, 59_800, 50_830),
        Sale("KR", "KRW", "amount", 10_000, 59_800, 49_800),
        Sale("JP", "JPY", "percent", 3_333, 7_980, 5_321),
        Sale("JP", "JPY", "amount", 981, 7_980, 6_999),
        Sale("US", "USD", "percent", 2_500, 5_999, 4_500),
        Sale("US", "USD", "amount", 1_000, 5_999, 4_999),
        Sale("DE", "EUR", "percent", 1_000, 5_499, 4_950),
        Sale("DE", "EUR", "amount", 500, 5_499, 4_999),
        Sale("KW", "KWD", "percent", 3_333, 18_500, 12_330),
        Sale("KW", "KWD", "amount", 1_255, 18_500, 17_240),
    ]

    @Test("is right to the unit in every currency", arguments: sales)
    func exact(sale: Sale) async throws {
        let store = try await Store.open()
        try await store.discount(sale.policy, sale.amount, country: sale.country)
        let receipt = try await store.reserve(
            try store.request(
                try store.member(sale.country),
                shown: sale.charged,
                in: sale.currency
            )
        )
        #expect(receipt.amount == Money(sale.charged, try #require(Currency(sale.currency))))
        #expect(
            try await store.lines(
                """
                SELECT list_minor, discount_minor, charged_minor, r.currency, p.amount_minor,
                       p.currency
                FROM preorder.reservation AS r JOIN preorder.payment AS p USING (reservation_id)
                """
            ) == [
                "\(sale.list)|\(sale.list - sale.charged)|\(sale.charged)|\(sale.currency)|"
                    + "\(sale.charged)|\(sale.currency)"
            ]
        )
        await store.close()
    }

    @Test("stays locked when the discount ends after Reserve, up to the charge")
    func locked() async throws {
        let store = try await Store.open()
        let member = try store.member()
        let discount = try await store.discount("percent", 2_500)
        let receipt = try await store.reserve(try store.request(member, shown: 44_850))
        try await store.setClock("2026-11-23T12:01:00Z")
        try await Discounts().end(
            discount,
            by: .administrator("ada"),
            reason: "a mistake",
            on: store.connection
        ).get()
        let won = try #require(Currency("KRW"))
        let late = try store.request(try await store.join(), shown: 44_850)
        #expect(try await store.refusal(late) == .priceChanged(Money(59_800, won)))
        let id = receipt.paymentID
        #expect(try await store.submit(id, by: member) == .accepted(id))
        let payment = try await store.connection.only(
            ReadPayment(paymentID: id, memberID: member)
        )
        #expect(payment.amount == Money(44_850, won))
        #expect(payment.status == .pending)
        await store.close()
    }

    @Test("counts points after the discount, and never more of them than the price")
    func both() async throws {
        let store = try await Store.open()
        let member = try store.member()
        try await store.grant(50_000, to: member)
        try await store.discount("amount", 10_000)
        let over = try store.request(member, points: 49_801, shown: 49_800)
        #expect(try await store.refusal(over) == .pointsOutOfRange(max: 49_800))
        let receipt = try await store.reserve(
            try store.request(member, points: 9_800, shown: 49_800)
        )
        #expect(receipt.amount.amountMinor == 40_000)
        await store.close()
    }
}

extension ReservePriceTests.Sale {
    fileprivate init(
        _ country: String,
        _ currency: String,
        _ policy: String,
        _ amount: Int64,
        _ list: Int64,
        _ charged: Int64
    ) {
        self.init(
            country: country,
            currency: currency,
            policy: policy,
            amount: amount,
            list: list,
            charged: charged
        )
    }
}
