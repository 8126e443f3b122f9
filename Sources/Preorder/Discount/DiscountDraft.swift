public import Foundation
public import Postgres

/// A discount to be registered.
public struct DiscountDraft: Sendable {
    /// The game.
    public var gameID: UUID

    /// The country office whose price it lowers.
    public var country: String

    /// `percent`, `amount`, or another registered policy.
    public var policy: String

    /// Basis points for `percent`, where 2500 is a quarter off; minor units for `amount`.
    public var amount: Int64

    /// From when it holds.
    public var from: Timestamp

    /// Until when, exclusive.
    public var until: Timestamp

    /// Who registers it.
    public var by: Staff

    /// Why; kept.
    public var reason: String

    /// A discount.
    public init(
        gameID: UUID,
        country: String,
        policy: String,
        amount: Int64,
        from: Timestamp,
        until: Timestamp,
        by: Staff,
        reason: String
    ) {
        self.gameID = gameID
        self.country = country
        self.policy = policy
        self.amount = amount
        self.from = from
        self.until = until
        self.by = by
        self.reason = reason
    }
}

/// Why a discount was not registered or ended; nothing was written.
public enum DiscountRefusal: StaffRefusing, Hashable, Sendable {
    /// No such policy; the ones there are.
    case unknownPolicy(String, known: [String])

    /// Not positive, more than all of it, or more than the list price.
    case amount

    /// It ends before it begins.
    case period

    /// It would end in the past.
    case past

    /// The game is not sold in the country.
    case notSold

    /// Whoever does it may not.
    case staff(StaffRefusal)

    /// Another discount holds in a part of the period.
    case overlaps(RegisteredDiscount?)

    /// There is no such discount.
    case unknownDiscount

    /// It is over, or was ended, already.
    case over
}

extension DiscountRefusal: CustomStringConvertible {
    /// What is wrong, and what would do.
    public var description: String {
        switch self {
        case .unknownPolicy(let name, let known):
            "there is no discount policy \(name); there are \(known.joined(separator: ", "))"
        case .amount:
            "a discount is from 1 to 10000 basis points, or from 1 minor unit to the list price"
        case .period: "the discount ends before it begins"
        case .past: "the discount would end in the past"
        case .notSold: "there is no such game in that country"
        case .staff(let refusal): "\(refusal)"
        case .overlaps(let other):
            "it overlaps " + (other.map { "\($0)" } ?? "another discount")
                + "; end that one first, or choose another period"
        case .unknownDiscount: "there is no such discount"
        case .over: "the discount is over already"
        }
    }
}
