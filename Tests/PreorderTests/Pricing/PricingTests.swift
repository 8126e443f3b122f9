import Money
import TestTurns
import Testing

@testable import Preorder

@Suite("A price", .inTurn)
struct PriceTests {
    @Test("is rounded down to the increment, and the difference counts as discount")
    func rounding() throws {
        let kwd = try #require(Currency("KWD"))
        let price = Price(list: Money(18_509, kwd), discountMinor: 1_000, incrementMinor: 10)
        #expect(price.payable.amountMinor == 17_500)
        #expect(price.discountMinor == 1_009)
    }

    @Test("is never below 0, whatever the discount", arguments: [Int64.max, 6_000])
    func clamped(discount: Int64) throws {
        let usd = try #require(Currency("USD"))
        let price = Price(list: Money(5_999, usd), discountMinor: discount, incrementMinor: 1)
        #expect(price.payable.amountMinor == 0)
    }

    @Test("takes a share off without overflow")
    func share() throws {
        let krw = try #require(Currency("KRW"))
        let list = Money(1_000_000_000_000, krw)
        #expect(PercentDiscount().discountMinor(list: list, amount: 2_500) == 250_000_000_000)
        #expect(PercentDiscount().discountMinor(list: Money(999, krw), amount: 1_500) == 149)
    }
}

@Suite("A number of points", .inTurn)
struct PointsQuoteTests {
    static let quote = PointsQuote(
        priceMinor: 17_500,
        pointMinor: 1,
        minimumMinor: 150,
        incrementMinor: 10
    )

    @Test("that leaves what the gateway can charge, or nothing, may be used")
    func usable() {
        #expect(Self.quote.remainderMinor(points: 0) == 17_500)
        #expect(Self.quote.remainderMinor(points: 10) == 17_490)
        #expect(Self.quote.remainderMinor(points: 17_500) == 0)
        #expect(Self.quote.remainderMinor(points: 17_350) == 150)
    }

    @Test("that leaves a remainder off the increment or below the minimum may not")
    func refused() {
        #expect(Self.quote.remainderMinor(points: 5) == nil)
        #expect(Self.quote.remainderMinor(points: 17_400) == nil)
        #expect(Self.quote.remainderMinor(points: 17_501) == nil)
        #expect(Self.quote.remainderMinor(points: -1) == nil)
    }

    @Test("has neighbours that may be used, for every refused number")
    func neighbours() {
        for points in Int64(1)..<17_500 where Self.quote.remainderMinor(points: points) == nil {
            let below = Self.quote.nearestBelow(points)
            let above = Self.quote.nearestAbove(points)
            let usable = (0...17_500).lazy.map { Int64($0) }
                .filter { Self.quote.remainderMinor(points: $0) != nil }
            if points.isMultiple(of: 997) || points > 17_340 {
                #expect(below == usable.last { $0 < points })
                #expect(above == usable.first { $0 > points })
            }
        }
    }
}
