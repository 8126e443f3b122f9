public import Foundation
public import Postgres

/// A game as a member of one country sees it now.
public struct CatalogEntry: Sendable {
    /// The game.
    public let gameID: UUID

    /// Its title in the language asked for, or the nearest there is.
    public let title: String

    /// The first image; nil when there is none.
    public let image: String?

    /// When it comes out.
    public let releaseAt: Timestamp

    /// List price, discount and what remains to be paid.
    public let price: Price

    /// The discount in force; nil when there is none.
    public let discount: CurrentDiscount?

    /// From when it can be reserved; nil: always.
    public let salesFrom: Timestamp?

    /// Until when it can be reserved; nil: for good.
    public let salesUntil: Timestamp?

    /// Whether it can be reserved now.
    public let isOpen: Bool
}

/// A discount as members see it.
public struct CurrentDiscount: Sendable, Hashable {
    /// The discount.
    public let discountID: UUID

    /// `percent`, `amount`, or another policy.
    public let policy: String

    /// Basis points, minor units, or what the policy defines.
    public let amount: Int64

    /// From when it holds; nil: always.
    public let from: Timestamp?

    /// Until when it holds; nil: for good.
    public let until: Timestamp?
}

/// A game's whole page.
public struct GamePage: Sendable {
    /// What lists show.
    public let entry: CatalogEntry

    /// What the game is.
    public let description: String

    /// What it needs to run.
    public let systemRequirements: String

    /// All images.
    public let images: [String]

    /// `announced`, `released` or `cancelled`.
    public let status: String
}

/// What keeps the catalogue from naming a price.
public enum CatalogError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A discount in force names a policy that this program does not know: it is older than the
    /// manager's program.
    case unknownDiscountPolicy(String, discount: UUID)

    /// What to do.
    public var description: String {
        switch self {
        case .unknownDiscountPolicy(let policy, let discount):
            "discount \(discount) has the policy \(policy), which this program does not know"
        }
    }
}
