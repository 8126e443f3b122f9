import Money

/// What Reserve comes to for given facts: a pure decision.
struct ReserveDecision: Sendable {
    let price: Price
    let points: Int64
    let pointsMinor: Int64
    let charge: Money
    let method: ReserveFacts.Method?

    var isCovered: Bool { charge.amountMinor == 0 }

    /// - Throws: the first refusal that applies.
    init(
        _ request: ReserveRequest,
        _ facts: ReserveFacts,
        _ policies: DiscountPolicies
    ) throws(ReserveRefusal) {
        guard facts.gameStatus != "cancelled" else { throw .gameCancelled }
        guard facts.gameStatus == "announced", facts.isOnSale else { throw .notOnSale }
        price = try Self.price(facts, policies)
        guard request.shown == price.payable else { throw .priceChanged(price.payable) }
        points = request.points
        let payable = price.payable.amountMinor
        let pointsMax = payable / facts.pointMinor
        guard points >= 0, points <= pointsMax else { throw .pointsOutOfRange(max: pointsMax) }
        pointsMinor = points * facts.pointMinor
        charge = Money(payable - pointsMinor, price.payable.currency)
        method = facts.method
        try checkMethod(request, facts)
    }

    private func checkMethod(
        _ request: ReserveRequest,
        _ facts: ReserveFacts
    ) throws(ReserveRefusal) {
        guard !isCovered else {
            guard request.method == nil else { throw .nothingToCharge }
            return
        }
        guard request.method != nil else { throw .methodRequired }
        guard let method else { throw .methodNotSupported }
        let quote = PointsQuote(
            priceMinor: price.payable.amountMinor,
            pointMinor: facts.pointMinor,
            minimumMinor: method.minimumMinor,
            incrementMinor: method.incrementMinor
        )
        guard quote.remainderMinor(points: points) != nil else {
            throw .pointsLeaveRemainder(
                below: quote.nearestBelow(points),
                above: quote.nearestAbove(points)
            )
        }
    }

    private static func price(
        _ facts: ReserveFacts,
        _ policies: DiscountPolicies
    ) throws(ReserveRefusal) -> Price {
        var discountMinor: Int64 = 0
        if let discount = facts.discount {
            guard let policy = policies[discount.policy] else {
                throw .unknownDiscountPolicy(discount.policy)
            }
            discountMinor = policy.discountMinor(list: facts.list, amount: discount.amount)
        }
        return Price(
            list: facts.list,
            discountMinor: discountMinor,
            incrementMinor: facts.incrementMinor
        )
    }
}
