import Money
import Preorder

extension CatalogEntry {
    /// The game as lists show it.
    var json: JSON { .object(members) }

    fileprivate var members: [JSON.Member] {
        let pairs: [(String, JSON)] = [
            ("game_id", .id(gameID)), ("title", .string(title)),
            ("image", .optional(image, JSON.string)), ("release_at", .instant(releaseAt)),
            ("list_price", .money(price.list)), ("price", .money(price.payable)),
            ("discount", .optional(discount) { $0.json(taking: price) }),
            ("sales_from", .optional(salesFrom, JSON.instant)),
            ("sales_until", .optional(salesUntil, JSON.instant)), ("is_open", .bool(isOpen)),
        ]
        return pairs.map { JSON.Member(name: $0.0, value: $0.1) }
    }
}

extension CurrentDiscount {
    fileprivate func json(taking price: Price) -> JSON {
        [
            "discount_id": .id(discountID), "policy": .string(policy),
            "amount": .integer(amount),
            "discount": .money(Money(price.discountMinor, price.list.currency)),
            "from": .optional(from, JSON.instant), "until": .optional(until, JSON.instant),
        ]
    }
}

extension GamePage {
    /// The game's whole page.
    var json: JSON {
        let more: [(String, JSON)] = [
            ("description", .string(description)),
            ("system_requirements", .string(systemRequirements)),
            ("images", .array(images.map(JSON.string))), ("status", .string(status)),
        ]
        return .object(entry.members + more.map { JSON.Member(name: $0.0, value: $0.1) })
    }
}
