public import Money

/// What a game costs now: list price, discount and what remains, in one currency.
public struct Price: Sendable, Hashable {
    /// The list price.
    public let list: Money

    /// What is taken off, rounding included; never more than the list price.
    public let discountMinor: Int64

    /// What is to be paid: `list` less `discountMinor`, a multiple of the increment.
    public var payable: Money { Money(list.amountMinor - discountMinor, list.currency) }

    /// The discounted price, rounded down to the increment.
    ///
    /// `discountMinor` is what the policy takes off, clamped to 0…list; `incrementMinor` is the
    /// smallest step the country's gateways can charge.
    public init(list: Money, discountMinor: Int64, incrementMinor: Int64) {
        self.list = list
        let clamped = min(max(0, discountMinor), list.amountMinor)
        let exact = list.amountMinor - clamped
        self.discountMinor = list.amountMinor - exact / incrementMinor * incrementMinor
    }
}
