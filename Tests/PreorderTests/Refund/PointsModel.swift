@testable import Preorder

/// The points and purchases of one member in memory: what the ledger should do, as plainly as
/// possible.
struct PointsModel {
    struct Lot {
        var points: Int64
        let expiresOn: Int
        let purchase: Int?
    }

    struct Purchase {
        let charged: Int64
        let used: [Lot]
        let earned: Int64
        var expired: Int64 = 0
        var isRefunded = false
    }

    let increment: Int64
    let pointMinor: Int64
    var day = 0
    var lots: [Lot] = []
    var purchases: [Purchase] = []
    var entered: Int64 = 0
    var left: Int64 = 0

    var available: Int64 { lots.reduce(0) { $0 + $1.points } }

    mutating func give(_ points: Int64, for days: Int, earnedBy purchase: Int? = nil) {
        lots.append(Lot(points: points, expiresOn: day + days, purchase: purchase))
        entered += points
    }

    mutating func wait(_ days: Int) {
        day += days
        for lot in lots where lot.expiresOn <= day {
            left += lot.points
            if let purchase = lot.purchase { purchases[purchase].expired += lot.points }
        }
        lots.removeAll { $0.expiresOn <= day }
    }

    /// Takes points, those of `purchase` first, then first-to-expire.
    mutating func take(_ points: Int64, of purchase: Int? = nil) -> [Lot] {
        let order = lots.indices.sorted { a, b in
            let isOwn = purchase != nil && lots[a].purchase == purchase
            let isOther = purchase != nil && lots[b].purchase == purchase
            guard isOwn == isOther else { return isOwn }
            return (lots[a].expiresOn, a) < (lots[b].expiresOn, b)
        }
        var missing = points
        var taken: [Lot] = []
        for index in order {
            let part = min(missing, lots[index].points)
            lots[index].points -= part
            missing -= part
            let lot = lots[index]
            taken.append(Lot(points: part, expiresOn: lot.expiresOn, purchase: lot.purchase))
        }
        left += points - missing
        return taken.filter { $0.points > 0 }
    }

    mutating func buy(charged: Int64, points: Int64, earned: Int64, validity: Int) {
        let used = take(points)
        purchases.append(Purchase(charged: charged, used: used, earned: earned))
        if earned > 0 { give(earned, for: validity, earnedBy: purchases.count - 1) }
    }

    /// What is clawed back leaves, what is restored comes back to its lots or to a grace lot.
    mutating func refund(_ purchase: Int, _ quote: RefundQuote, graceDays: Int) {
        purchases[purchase].isRefunded = true
        _ = take(quote.pointsClawedBack, of: purchase)
        var missing = quote.pointsRestored
        for lot in purchases[purchase].used.sorted(by: { $0.expiresOn > $1.expiresOn }) {
            let part = min(missing, lot.points)
            missing -= part
            guard part > 0 else { continue }
            give(part, for: max(lot.expiresOn - day, graceDays), earnedBy: lot.purchase)
        }
    }
}
