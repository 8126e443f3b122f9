import Foundation
import Money
import Testing

@testable import Preorder

/// Every step that the code can take, found by asking the machines for every state and event.
enum StateMachines {
    /// The states of each machine.
    static let states: [String: [String]] = [
        "reservation": ReservationStatus.allCases.map(\.rawValue),
        "payment": PaymentStatus.allCases.map(\.rawValue),
        "refund": RefundStatus.allCases.map(\.rawValue),
        "gift": GiftStatus.allCases.map(\.rawValue),
        "game": GameStatus.allCases.map(\.rawValue),
    ]

    /// The steps, by machine, as `from|to`.
    static func edges() throws -> [String: Set<String>] {
        var edges = verbs
        for step in try charges() + refunds() {
            edges[step.machine, default: []].insert("\(step.from)|\(step.to)")
        }
        for gift in GiftStatus.allCases {
            for event in GiftEvent.allCases {
                for isLapsed in [false, true] {
                    let step = GiftMachine.step(self.gift(gift, isLapsed: isLapsed), event)
                    guard let step else { continue }
                    edges["gift", default: []].insert("\(gift.rawValue)|\(step.status.rawValue)")
                }
            }
        }
        for from in GameStatus.allCases {
            for to in GameStatus.allCases where GameMachine.allows(from, to) {
                edges["game", default: []].insert("\(from.rawValue)|\(to.rawValue)")
            }
        }
        return edges
    }

    /// What verbs do that are no verdicts, and thus no events of a machine.
    private static let verbs: [String: Set<String>] = [
        "reservation": [
            "awaiting_payment|pending",  // Submit
            "pending|cancelled",  // Withdraw, CallOffReservations: the charge is open
            "reserved|refunding", "released|refunding",  // openRefunds
            "reserved|released",  // ReleaseReservations
        ],
        "payment": [
            "awaiting_authentication|pending",  // Submit
            "completed|refunding",  // openRefunds
        ],
    ]

    private struct Step {
        let machine: String
        let from: String
        let to: String
    }

    private static func charges() throws -> [Step] {
        let won = try #require(Currency("KRW"))
        var steps: [Step] = []
        for (status, reservation) in charged {
            for event in [
                ChargeEvent.applied(gatewayPaymentID: "p"), .failed(.withdrawn),
                .actionRequired(url: nil), .resumed,
            ] {
                let charge = ChargeCase(
                    paymentID: UUID(),
                    reservationID: UUID(),
                    memberID: UUID(),
                    status: status,
                    reservationStatus: reservation,
                    isWithdrawn: reservation == .cancelled,
                    amount: Money(1, won),
                    pointsUsed: 0,
                    pointsEarned: 0,
                    deadlineAt: nil,
                    gatewayPaymentID: nil
                )
                guard let step = ChargeMachine.step(charge, event) else { continue }
                steps += moved("payment", status.rawValue, step.status.rawValue)
                steps += moved(
                    "reservation",
                    reservation.rawValue,
                    step.reservationStatus.rawValue
                )
            }
        }
        return steps
    }

    /// Where a payment can stand, and its reservation with it, when an answer comes.
    ///
    /// What is not submitted cannot have been charged; a reservation whose payment failed is
    /// cancelled.
    private static let charged: [(PaymentStatus, ReservationStatus)] = [
        (.pending, .pending), (.pending, .cancelled), (.actionRequired, .pending),
        (.actionRequired, .cancelled), (.failed, .cancelled),
    ]

    private static func refunds() throws -> [Step] {
        var steps: [Step] = []
        // What fails before it is submitted.
        steps += moved("payment", "awaiting_authentication", "failed")
        steps += moved("reservation", "awaiting_payment", "cancelled")
        for (status, cause, payment, reservation) in refunded {
            for isReleased in [false, true] {
                for event in events {
                    let refund = RefundCase(
                        refundID: UUID(),
                        paymentID: UUID(),
                        reservationID: UUID(),
                        memberID: UUID(),
                        cause: cause,
                        status: status,
                        paymentStatus: payment,
                        reservationStatus: reservation,
                        isReleased: isReleased,
                        generation: 1,
                        refusals: 3,
                        refusalsMax: 4,
                        isLate: false,
                        cashMinor: 1,
                        pointsRestored: 0,
                        pointsClawedBack: 0,
                        pointsTakenBack: 0,
                        compensates: nil
                    )
                    guard let step = RefundMachine.step(refund, event) else { continue }
                    steps += moved("refund", status.rawValue, step.status.rawValue)
                    steps += moved("payment", payment.rawValue, step.paymentStatus.rawValue)
                    steps += moved(
                        "reservation",
                        reservation.rawValue,
                        step.reservationStatus.rawValue
                    )
                }
            }
        }
        return steps
    }

    private static let events: [RefundEvent] = [
        .applied(gatewayRefundID: nil), .refused(.withdrawn), .neverArrived, .keySpent,
        .failedLate(.withdrawn), .givenUp, .settledOutside(reference: "r"), .stands, .takenUp,
    ]

    /// Where a refund or reversal can stand, with its payment and reservation.
    private static let refunded: [(RefundStatus, RefundCause, PaymentStatus, ReservationStatus)] = [
        (.pending, .member, .refunding, .refunding),
        (.refused, .member, .refundFailed, .refunding),
        (.completed, .member, .refunded, .refunded),
        (.settledOutside, .member, .refunded, .refunded),
        (.withdrawn, .member, .completed, .reserved),
        (.pending, .reversal, .reversing, .cancelled),
        (.refused, .reversal, .reversalFailed, .cancelled),
        (.completed, .reversal, .reversed, .cancelled),
        (.settledOutside, .reversal, .reversed, .cancelled),
    ]

    private static func moved(_ machine: String, _ from: String, _ to: String) -> [Step] {
        from == to ? [] : [Step(machine: machine, from: from, to: to)]
    }

    private static func gift(_ status: GiftStatus, isLapsed: Bool) -> GiftCase {
        GiftCase(
            giftID: UUID(),
            reservationID: UUID(),
            senderID: UUID(),
            recipientID: UUID(),
            status: status,
            isLapsed: isLapsed
        )
    }
}
