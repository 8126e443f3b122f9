public import Money

/// How a registered discount becomes an amount.
///
/// A new policy is one new type and one line in the catalogue of policies.
public protocol DiscountPolicy: Sendable {
    /// The name a discount row carries, e.g. `percent`.
    var name: String { get }

    /// What is taken off `list` for a discount registered with `amount`, before rounding.
    ///
    /// - Returns: minor units of the list price's currency; clamped to 0…list by the caller.
    func discountMinor(list: Money, amount: Int64) -> Int64
}

/// A share of the list price; `amount` is basis points, 2500 is a quarter off.
public struct PercentDiscount: DiscountPolicy {
    /// `percent`.
    public let name = "percent"

    /// The policy.
    public init() {}

    /// The share, rounded down, without overflow for any list price.
    public func discountMinor(list: Money, amount: Int64) -> Int64 {
        let (high, low) = list.amountMinor.multipliedFullWidth(by: amount)
        return Int64(10_000).dividingFullWidth((high, low)).quotient
    }
}

/// A fixed amount off; `amount` is minor units.
public struct AmountDiscount: DiscountPolicy {
    /// `amount`.
    public let name = "amount"

    /// The policy.
    public init() {}

    /// The amount itself.
    public func discountMinor(list: Money, amount: Int64) -> Int64 { amount }
}

/// The policies a program knows.
public struct DiscountPolicies: Sendable {
    private var policies: [String: any DiscountPolicy] = [:]

    /// The policies given, by name; a later one of the same name replaces an earlier one.
    public init(_ policies: [any DiscountPolicy] = [PercentDiscount(), AmountDiscount()]) {
        for policy in policies { self.policies[policy.name] = policy }
    }

    /// Adds a policy.
    public mutating func register(_ policy: some DiscountPolicy) { policies[policy.name] = policy }

    /// The policy of a discount row; nil when this program does not know it.
    public subscript(name: String) -> (any DiscountPolicy)? { policies[name] }

    /// The names known, sorted.
    public var names: [String] { policies.keys.sorted() }
}
