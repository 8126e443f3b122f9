import Money
import Postgres
import Preorder

/// An error of the domain that a caller is told.
protocol ProblemConvertible: Error {
    /// What it is for the caller.
    var problem: Problem { get }
}

extension Problem: ProblemConvertible {
    var problem: Problem { self }
}

extension ReserveRefusal: ProblemConvertible {
    var problem: Problem {
        switch self {
        case .unknownMember: Problem(.unknownMember)
        case .unknownGame: Problem(.unknownGame)
        case .gameCancelled: Problem(.gameCancelled)
        case .notOnSale: Problem(.notOnSale)
        case .alreadyReserved: Problem(.alreadyReserved)
        case .priceChanged(let price): Problem(.priceChanged, ["price": .money(price)])
        case .methodNotSupported: Problem(.methodNotSupported)
        case .methodRequired: Problem(.methodRequired)
        case .nothingToCharge: Problem(.nothingToCharge)
        case .pointsOutOfRange(let max):
            Problem(.pointsOutOfRange, ["points_max": .integer(max)])
        case .notEnoughPoints(let available):
            Problem(.notEnoughPoints, ["points_available": .integer(available)])
        case .pointsLeaveRemainder(let below, let above):
            Problem(
                .pointsLeaveRemainder,
                [
                    "points_below": .optional(below, JSON.integer),
                    "points_above": .optional(above, JSON.integer),
                ]
            )
        case .giftToOneself: Problem(.giftToOneself)
        case .unknownRecipient: Problem(.unknownRecipient)
        case .notSoldToRecipient: Problem(.notSoldToRecipient)
        case .recipientHasGame: Problem(.recipientHasGame)
        case .alreadyGiven: Problem(.alreadyGiven)
        case .malformedGiftMessage: Problem(.malformedGiftMessage)
        // This program is older than the manager's that registered the discount.
        case .unknownDiscountPolicy: Problem(.unavailable)
        }
    }
}

extension GiftRefusal: ProblemConvertible {
    var problem: Problem {
        switch self {
        case .unknownGift: Problem(.unknownGift)
        case .alreadyOwned: Problem(.alreadyOwned)
        }
    }
}

extension RefundRefusal: ProblemConvertible {
    var problem: Problem {
        switch self {
        case .unknownReservation: Problem(.unknownReservation)
        case .notPaid: Problem(.notPaid)
        case .nothingToRefund: Problem(.nothingToRefund)
        case .isGift: Problem(.isGift)
        case .giftAccepted: Problem(.giftAccepted)
        case .tooLate(let since): Problem(.tooLate, ["since": .instant(since)])
        // Whether another office has such a reservation is not this manager's to know.
        case .staff(.otherCountry): Problem(.unknownReservation)
        case .staff(let refusal): refusal.problem
        }
    }
}

extension StaffRefusal: ProblemConvertible {
    var problem: Problem {
        switch self {
        case .noReason, .unreadable: Problem(.reasonUnreadable)
        case .unknownManager: Problem(.unknownManager)
        case .otherCountry, .administratorsOnly: Problem(.otherCountry)
        }
    }
}

extension DiscountRefusal: ProblemConvertible {
    var problem: Problem {
        switch self {
        case .unknownPolicy, .amount, .period, .past:
            Problem(.discountRefused, ["reason": .string(description)])
        case .notSold: Problem(.unknownGame)
        case .staff(.otherCountry): Problem(.unknownDiscount)
        case .staff(let refusal): refusal.problem
        case .overlaps: Problem(.discountOverlaps)
        case .unknownDiscount: Problem(.unknownDiscount)
        case .over: Problem(.discountOver)
        }
    }
}

extension GameRefusal: ProblemConvertible {
    var problem: Problem {
        switch self {
        case .staff(let refusal): refusal.problem
        case .notAnnounced: Problem(.unknownGame)
        case .noText, .language, .title, .text, .image, .priceTwice, .unknownCountry, .currency,
            .listPrice, .salesWindow:
            Problem(.gameRefused, ["reason": .string(description)])
        }
    }
}

extension MethodRefusal: ProblemConvertible {
    var problem: Problem {
        switch self {
        case .staff(let refusal): refusal.problem
        case .unknownMethod: Problem(.unknownMethod)
        case .malformed, .countryExists, .timeZone, .policy, .unknownCountry, .unknownGateway,
            .accountExists, .unknownAccount, .otherCountry, .currency:
            Problem(.methodRefused, ["reason": .string(description)])
        }
    }
}
