extension StripeAPI {
    func listPayouts(_ call: Call, in world: World) throws(StripeRefusal) -> Effect {
        let page = try StripePage(call.request.query, allows: ["arrival_date", "status"])
        let payouts = statement(call, world).payouts
        let byID = Dictionary(payouts.map { ($0.id, $0) }) { first, _ in first }
        let bounds = call.request.query.members(of: "arrival_date").compactMapValues { Int64($0) }
        let ids = payouts.filter { StripePage.matches($0.arrival.seconds, bounds) }.map(\.id)
        let rows = try page.select(from: ids, kind: "payout") { byID[$0]?.arrival }
        let items = rows.ids.compactMap { byID[$0]?.json }
        return Effect(answer: page.answer(url: "/v1/payouts", items, hasMore: rows.hasMore))
    }

    func listBalanceTransactions(_ call: Call, in world: World) throws(StripeRefusal) -> Effect {
        let page = try StripePage(call.request.query, allows: ["payout", "type", "source"])
        let statement = statement(call, world)
        var items: [(id: String, at: Instant, json: JSON)] = []
        if let id = call.request.query["payout"] {
            guard let payout = statement.payouts.first(where: { $0.id == id }) else {
                throw StripeRefusal.noSuch("payout", id, "payout", status: 400)
            }
            items = statement.transactions(of: payout).map { ($0.line.id, $0.line.at, $0.json) }
            items.append((payout.transactionID, payout.arrival, payout.transactionJSON))
        } else {
            items = statement.transactions.map { ($0.line.id, $0.line.at, $0.json) }
            items += statement.payouts.map { ($0.transactionID, $0.arrival, $0.transactionJSON) }
        }
        let byID = Dictionary(items.map { ($0.id, $0) }) { first, _ in first }
        let rows = try page.select(from: items.map(\.id), kind: "balance transaction") {
            byID[$0]?.at
        }
        return Effect(
            answer: page.answer(
                url: "/v1/balance_transactions",
                rows.ids.compactMap { byID[$0]?.json },
                hasMore: rows.hasMore
            )
        )
    }

    private func statement(_ call: Call, _ world: World) -> StripeStatement {
        StripeStatement(of: call.account, in: world, under: surroundings.faults, at: call.at)
    }
}
