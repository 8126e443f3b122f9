public import Foundation

/// A refund with all that decides what an event means for it.
public struct RefundCase: Sendable {
    /// The refund.
    public var refundID: UUID

    /// The payment that is given back.
    public var paymentID: UUID

    /// Its reservation, whose row is locked.
    public var reservationID: UUID

    /// Who paid.
    public var memberID: UUID

    /// Why money goes back.
    public var cause: RefundCause

    /// Where the refund stands.
    public var status: RefundStatus

    /// Where the payment stands.
    public var paymentStatus: PaymentStatus

    /// Where the reservation stands.
    public var reservationStatus: ReservationStatus

    /// Whether the game is out.
    public var isReleased: Bool

    /// Whether the game was cancelled, so that the money is owed whoever asked for it.
    public var isCancelled: Bool

    /// The generation whose key is in use.
    public var generation: Int

    /// Definite refusals since it was requested or taken up again.
    public var refusals: Int

    /// Refusals after which a person goes on.
    public var refusalsMax: Int

    /// Whether the gateway took it back after it had completed.
    public var isLate: Bool

    /// Cash, minor units.
    public var cashMinor: Int64

    /// Points used that come back.
    public var pointsRestored: Int64

    /// Points held to be clawed back.
    public var pointsClawedBack: Int64

    /// Points earned in all: clawed back, deducted and written off.
    public var pointsTakenBack: Int64

    /// What it compensates.
    public var compensates: Int64?

    /// A refund as it stands.
    public init(
        refundID: UUID,
        paymentID: UUID,
        reservationID: UUID,
        memberID: UUID,
        cause: RefundCause,
        status: RefundStatus,
        paymentStatus: PaymentStatus,
        reservationStatus: ReservationStatus,
        isReleased: Bool,
        isCancelled: Bool = false,
        generation: Int,
        refusals: Int,
        refusalsMax: Int,
        isLate: Bool,
        cashMinor: Int64,
        pointsRestored: Int64,
        pointsClawedBack: Int64,
        pointsTakenBack: Int64,
        compensates: Int64?
    ) {
        self.refundID = refundID
        self.paymentID = paymentID
        self.reservationID = reservationID
        self.memberID = memberID
        self.cause = cause
        self.status = status
        self.paymentStatus = paymentStatus
        self.reservationStatus = reservationStatus
        self.isReleased = isReleased
        self.isCancelled = isCancelled
        self.generation = generation
        self.refusals = refusals
        self.refusalsMax = refusalsMax
        self.isLate = isLate
        self.cashMinor = cashMinor
        self.pointsRestored = pointsRestored
        self.pointsClawedBack = pointsClawedBack
        self.pointsTakenBack = pointsTakenBack
        self.compensates = compensates
    }
}

/// What happened to a refund.
public enum RefundEvent: Hashable, Sendable {
    /// The money went back, under the gateway's id; nil when there was no cash to send.
    case applied(gatewayRefundID: String?)

    /// The gateway refuses this generation.
    case refused(FailureReason)

    /// This generation certainly never reached the gateway and its key can no longer answer.
    case neverArrived

    /// The gateway repeats a stored fault under this generation's key for ever.
    case keySpent

    /// The gateway took a completed refund back.
    case failedLate(FailureReason)

    /// A person says that this generation did not happen, and goes on to decide.
    case givenUp

    /// A person paid it by other means; where the proof is.
    case settledOutside(reference: String)

    /// A person lets the refusal stand.
    case stands

    /// A person, or the sweep after a late failure, has it tried again.
    case takenUp
}

/// What an event does to a refund, its payment, its reservation and the outbox.
public struct RefundStep: Hashable, Sendable {
    /// The refund's next state.
    public var status: RefundStatus

    /// The payment's next state.
    public var paymentStatus: PaymentStatus

    /// The reservation's next state.
    public var reservationStatus: ReservationStatus

    /// The next generation.
    public var generation: Int

    /// Refusals counted.
    public var refusals: Int

    /// Change of the payment's refunded cash, minor units.
    public var refundedMinor: Int64 = 0

    /// Whether points are restored and clawed back now.
    public var postsPoints = false

    /// Whether the points held to be clawed back return to the member, and those that were not
    /// credited because of the refund are credited after all.
    public var releasesPoints = false

    /// Whether a message is written that sends the cash again.
    public var sendsAgain = false

    /// The mail that is written.
    public var mail: String?
}

/// The life of a refund as a pure function: state and event to state and messages.
public enum RefundMachine {
    /// What `event` does to `refund`; nil when it changes nothing, because it is known already or
    /// not allowed.
    public static func step(_ refund: RefundCase, _ event: RefundEvent) -> RefundStep? {
        switch (refund.status, event) {
        case (.pending, .applied), (.refused, .applied): completed(refund, .completed)
        case (.refused, .settledOutside): completed(refund, .settledOutside)
        case (.pending, .refused): refused(refund)
        case (.pending, .neverArrived): moved(refund) { $0.generation += 1 }
        case (.pending, .keySpent): moved(refund) { _ in }
        case (.pending, .givenUp): givenUp(refund)
        case (.completed, .failedLate): failedLate(refund)
        case (.refused, .takenUp): takenUp(refund)
        case (.refused, .stands) where refund.mayStand: stands(refund)
        case (.pending, _), (.refused, _), (.completed, _), (.settledOutside, _), (.withdrawn, _):
            nil
        }
    }

    private static func moved(
        _ refund: RefundCase,
        _ change: (inout RefundStep) -> Void
    ) -> RefundStep {
        var step = RefundStep(
            status: refund.status,
            paymentStatus: refund.paymentStatus,
            reservationStatus: refund.reservationStatus,
            generation: refund.generation,
            refusals: refund.refusals
        )
        change(&step)
        return step
    }

    private static func completed(_ refund: RefundCase, _ status: RefundStatus) -> RefundStep {
        moved(refund) { step in
            step.status = status
            step.refundedMinor = refund.cashMinor
            if refund.cause == .reversal {
                step.paymentStatus = .reversed
                step.mail = "charge_reversed"
            } else {
                step.paymentStatus = .refunded
                step.reservationStatus = .refunded
                step.postsPoints = !refund.isLate
                step.mail = "refund_completed"
            }
        }
    }

    private static func refused(_ refund: RefundCase) -> RefundStep {
        moved(refund) { step in
            step.refusals += 1
            guard step.refusals >= refund.refusalsMax else {
                step.generation += 1
                return
            }
            step.status = .refused
            step.paymentStatus = refund.failedPaymentStatus
            step.mail = "refund_refused"
        }
    }

    private static func givenUp(_ refund: RefundCase) -> RefundStep {
        moved(refund) { step in
            step.status = .refused
            step.paymentStatus = refund.failedPaymentStatus
        }
    }

    private static func failedLate(_ refund: RefundCase) -> RefundStep {
        moved(refund) { step in
            step.status = .refused
            step.paymentStatus = refund.failedPaymentStatus
            step.refundedMinor = -refund.cashMinor
            step.refusals = 0
            step.sendsAgain = true
        }
    }

    private static func takenUp(_ refund: RefundCase) -> RefundStep {
        moved(refund) { step in
            step.status = .pending
            step.paymentStatus = refund.cause == .reversal ? .reversing : .refunding
            step.generation += 1
            step.refusals = 0
        }
    }

    private static func stands(_ refund: RefundCase) -> RefundStep {
        moved(refund) { step in
            step.status = .withdrawn
            step.paymentStatus = .completed
            step.reservationStatus = refund.isReleased ? .released : .reserved
            step.releasesPoints = true
            step.mail = "refund_stands"
        }
    }
}

extension RefundCase {
    /// Whether its refusal may stand: only of what was asked for, never of what came back, nor of a
    /// cancelled game.
    public var mayStand: Bool { cause.mayStand && !isLate && !isCancelled }

    /// Where its payment stands while a person must decide.
    fileprivate var failedPaymentStatus: PaymentStatus {
        cause == .reversal ? .reversalFailed : .refundFailed
    }
}
