/// The life of a charge as a pure function: state and event to state and messages.
public enum ChargeMachine {
    /// What `event` does to `charge`; nil when it changes nothing, because it is known already or
    /// no longer concerns the payment.
    public static func step(_ charge: ChargeCase, _ event: ChargeEvent) -> ChargeStep? {
        switch event {
        case .applied: applied(charge)
        case .failed(let reason): failed(charge, reason)
        case .actionRequired: moved(charge, from: .pending, to: .actionRequired)
        case .resumed: moved(charge, from: .actionRequired, to: .pending)
        }
    }

    private static func applied(_ charge: ChargeCase) -> ChargeStep? {
        switch charge.status {
        case .pending where !charge.isWithdrawn, .actionRequired where !charge.isWithdrawn:
            completed(charge)
        case .pending, .actionRequired:
            ChargeStep(
                status: .reversing,
                reservationStatus: charge.reservationStatus,
                followUps: restored(charge) + [.report],
                reverses: true
            )
        case .failed, .awaitingAuthentication:
            ChargeStep(
                status: .reversing,
                reservationStatus: charge.reservationStatus,
                followUps: [.report],
                reverses: true
            )
        case .completed, .refunding, .refunded, .refundFailed, .reversing, .reversed,
            .reversalFailed:
            nil
        }
    }

    private static func completed(_ charge: ChargeCase) -> ChargeStep {
        var followUps: [FollowUp] = []
        if charge.pointsUsed > 0 { followUps.append(.spendPoints(charge.pointsUsed)) }
        if charge.pointsEarned > 0 { followUps.append(.earnPoints(charge.pointsEarned)) }
        followUps += [.mail(kind: "payment_completed", reason: nil), .report]
        return ChargeStep(
            status: .completed,
            reservationStatus: .reserved,
            followUps: followUps
        )
    }

    private static func failed(_ charge: ChargeCase, _ reason: FailureReason) -> ChargeStep? {
        switch charge.status {
        case .pending where reason == .abandoned, .actionRequired where reason == .abandoned:
            // It was submitted after all.
            nil
        case .awaitingAuthentication, .pending, .actionRequired:
            ChargeStep(
                status: .failed,
                reservationStatus: .cancelled,
                followUps: restored(charge)
                    + [.mail(kind: "payment_failed", reason: reason), .report]
            )
        case .completed, .failed, .refunding, .refunded, .refundFailed, .reversing, .reversed,
            .reversalFailed:
            nil
        }
    }

    private static func moved(
        _ charge: ChargeCase,
        from: PaymentStatus,
        to: PaymentStatus
    ) -> ChargeStep? {
        guard charge.status == from else { return nil }
        return ChargeStep(
            status: to,
            reservationStatus: charge.reservationStatus,
            followUps: [.report]
        )
    }

    private static func restored(_ charge: ChargeCase) -> [FollowUp] {
        charge.pointsUsed > 0 ? [.restorePoints(charge.pointsUsed)] : []
    }
}
