import TestTurns
import Testing

@testable import Preorder

@Suite("The arithmetic of a refund", .inTurn)
struct RefundQuoteTests {
    /// How a currency is counted: the gateway's increment, and typical prices in minor units.
    struct Tender: CustomTestStringConvertible, Sendable {
        let currency: String
        let increment: Int64
        let price: ClosedRange<Int64>

        var testDescription: String { currency }
    }

    static let currencies = [
        Tender(currency: "KRW", increment: 1, price: 100...3_000),
        Tender(currency: "USD", increment: 1, price: 50...2_500),
        Tender(currency: "KWD", increment: 10, price: 150...3_000),
        Tender(currency: "JPY", increment: 1, price: 50...1_500),
    ]

    @Test("is the oracle's for any amounts, and keeps its promises", arguments: currencies)
    func amounts(tender: Tender) {
        var random = SplitMix(seed: 1)
        for _ in 0..<3_000 {
            let pointMinor = [1, 1, 1, 2, 3, 7, 10][random.below(7)] as Int64
            let charged = random.chance(8) ? 0 : Self.price(tender, &random)
            let (used, earned) = (random.within(0...300), random.within(0...2_000))
            let atHand = random.chance(3) ? random.within(0...earned) : random.within(0...3_000)
            check(tender, pointMinor, charged, used, earned, atHand)
        }
    }

    @Test(
        "is the oracle's for any order of earning, spending, expiry and refunds",
        arguments: currencies
    )
    func histories(tender: Tender) {
        for seed in 0..<250 as Range<UInt64> {
            var random = SplitMix(seed: seed)
            var model = PointsModel(
                increment: tender.increment,
                pointMinor: [1, 1, 3][random.below(3)]
            )
            for _ in 0..<30 {
                step(&model, tender, &random)
                let isKept = model.entered - model.left == model.available
                let isThere = model.lots.allSatisfy { $0.points >= 0 }
                #expect(isKept && isThere)
            }
        }
    }

    private static func price(_ tender: Tender, _ random: inout SplitMix) -> Int64 {
        random.within(tender.price) / tender.increment * tender.increment
    }

    private func step(_ model: inout PointsModel, _ tender: Tender, _ random: inout SplitMix) {
        switch random.below(6) {
        case 0: model.give(random.within(1...500), for: 1 + random.below(40))
        case 1: model.wait(1 + random.below(12))
        case 2, 3:
            let charged = Self.price(tender, &random)
            let rate = [100, 1_000, 10_000][random.below(3)] as Int64
            model.buy(
                charged: charged,
                points: random.within(0...min(400, model.available)),
                earned: charged * rate / (10_000 * model.pointMinor),
                validity: 5 + random.below(40)
            )
        default:
            let open = model.purchases.indices.filter { !model.purchases[$0].isRefunded }
            guard let purchase = open.randomElement(using: &random) else { return }
            let found = model.purchases[purchase]
            let quote = check(
                tender,
                model.pointMinor,
                found.charged,
                found.used.reduce(0) { $0 + $1.points },
                found.earned - found.expired,
                model.available
            )
            model.refund(purchase, quote, graceDays: 3)
        }
    }

    @discardableResult
    private func check(
        _ tender: Tender,
        _ pointMinor: Int64,
        _ charged: Int64,
        _ used: Int64,
        _ earned: Int64,
        _ atHand: Int64
    ) -> RefundQuote {
        let quote = RefundQuote(
            chargedMinor: charged,
            incrementMinor: tender.increment,
            pointMinor: pointMinor,
            pointsUsed: used,
            pointsEarned: earned,
            pointsAtHand: atHand
        )
        let oracle = RefundOracle(
            charged: charged,
            increment: tender.increment,
            pointMinor: pointMinor,
            used: used,
            earned: earned,
            atHand: atHand
        )
        let shortfall = (earned - quote.pointsClawedBack) * pointMinor
        let lost = charged - quote.cashMinor + (used - quote.pointsRestored) * pointMinor
        let isEmptied = quote.cashMinor == 0 && quote.pointsRestored == 0
        let parts = [quote.pointsClawedBack, quote.pointsDeducted, quote.pointsWrittenOff]
        // One at a time would be slow: there are tens of thousands of cases.
        let promises = [
            "the oracle says so": RefundOracle(quote) == oracle,
            "no more cash than was charged": (0...charged).contains(quote.cashMinor),
            "cash in whole increments": quote.cashMinor % tender.increment == 0,
            "no more points than were used": (0...used).contains(quote.pointsRestored),
            "no more points taken than there are": quote.pointsClawedBack <= min(earned, atHand),
            "all that was earned is accounted for": parts.reduce(0, +) == earned,
            "nothing is negative": parts.allSatisfy { $0 >= 0 },
            "a member gives up no more than they owe": lost <= shortfall,
            "no more is written off than must be":
                isEmptied || shortfall - lost < max(tender.increment, pointMinor),
        ]
        let broken = promises.filter { !$0.value }.keys.sorted()
        if !broken.isEmpty {
            Issue.record(
                """
                \(broken): \(charged) charged, \(pointMinor) a point, \(used) used, \(earned) earned, \
                \(atHand) there: \(quote)
                """
            )
        }
        return quote
    }
}

extension RefundOracle {
    /// The product's answer, to compare.
    fileprivate init(_ quote: RefundQuote) {
        self.init(charged: 0, increment: 1, pointMinor: 1, used: 0, earned: 0, atHand: 0)
        cashMinor = quote.cashMinor
        pointsRestored = quote.pointsRestored
        pointsClawedBack = quote.pointsClawedBack
        pointsDeducted = quote.pointsDeducted
        pointsWrittenOff = quote.pointsWrittenOff
    }
}
