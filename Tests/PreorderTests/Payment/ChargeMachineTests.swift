import Foundation
import Money
import TestTurns
import Testing

@testable import Preorder

@Suite("The life of a charge", .inTurn)
struct ChargeMachineTests {
    private func charge(
        _ status: PaymentStatus,
        withdrawn: Bool = false,
        points: Int64 = 500,
        earned: Int64 = 59
    ) throws -> ChargeCase {
        ChargeCase(
            paymentID: UUID(),
            reservationID: UUID(),
            memberID: UUID(),
            status: status,
            reservationStatus: withdrawn ? .cancelled : .pending,
            isWithdrawn: withdrawn,
            amount: Money(5_999, try #require(Currency("USD"))),
            pointsUsed: points,
            pointsEarned: earned,
            deadlineAt: nil,
            gatewayPaymentID: nil
        )
    }

    private static let applied = ChargeEvent.applied(gatewayPaymentID: "pi_1")

    @Test("applied: completed and reserved; points spent and earned, mail, report")
    func completes() throws {
        for status in [PaymentStatus.pending, .actionRequired] {
            let step = try #require(ChargeMachine.step(charge(status), Self.applied))
            #expect(step.status == .completed)
            #expect(step.reservationStatus == .reserved)
            #expect(
                step.followUps == [
                    .spendPoints(500), .earnPoints(59),
                    .mail(kind: "payment_completed", reason: nil), .report,
                ]
            )
            #expect(!step.reverses)
        }
    }

    @Test("amounts of 0 write no message")
    func zero() throws {
        let charge = try charge(.pending, points: 0, earned: 0)
        let step = try #require(ChargeMachine.step(charge, Self.applied))
        #expect(step.followUps == [.mail(kind: "payment_completed", reason: nil), .report])
    }

    @Test("refused: failed and withdrawn; points restored, mail with the reason, report")
    func fails() throws {
        let reason = FailureReason(rawValue: "card_declined")
        for status in [PaymentStatus.awaitingAuthentication, .pending, .actionRequired] {
            let step = try #require(ChargeMachine.step(charge(status), .failed(reason)))
            #expect(step.status == .failed)
            #expect(step.reservationStatus == .cancelled)
            #expect(
                step.followUps == [
                    .restorePoints(500), .mail(kind: "payment_failed", reason: reason), .report,
                ]
            )
        }
    }

    @Test("applied after its withdrawal: reversed, points restored, no completed mail, no points")
    func withdrawn() throws {
        let step = try #require(
            ChargeMachine.step(charge(.pending, withdrawn: true), Self.applied)
        )
        #expect(step.status == .reversing)
        #expect(step.reverses)
        #expect(step.followUps == [.restorePoints(500), .report])
    }

    @Test("applied after it had failed: reversed; the points went back long ago")
    func charged() throws {
        let step = try #require(ChargeMachine.step(charge(.failed), Self.applied))
        #expect(step.status == .reversing)
        #expect(step.reverses)
        #expect(step.followUps == [.report])
    }

    @Test("what is known already changes nothing, so settling twice is settling once")
    func repeated() throws {
        let final: [PaymentStatus] = [
            .completed, .refunding, .refunded, .refundFailed, .reversing, .reversed,
            .reversalFailed,
        ]
        for status in final {
            #expect(ChargeMachine.step(try charge(status), Self.applied) == nil)
            #expect(ChargeMachine.step(try charge(status), .failed(.withdrawn)) == nil)
        }
        #expect(ChargeMachine.step(try charge(.failed), .failed(.withdrawn)) == nil)
        #expect(ChargeMachine.step(try charge(.actionRequired), .actionRequired(url: nil)) == nil)
    }
}
