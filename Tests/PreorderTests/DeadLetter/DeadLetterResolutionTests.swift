import Foundation
import TestTurns
import Testing

@testable import Preorder

@Suite("What a person's verdict about a refund means", .inTurn)
struct DeadLetterResolutionTests {
    private func refund(
        _ status: RefundStatus,
        _ cause: RefundCause = .member,
        isLate: Bool = false
    ) -> RefundCase {
        RefundCase(
            refundID: UUID(),
            paymentID: UUID(),
            reservationID: UUID(),
            memberID: UUID(),
            cause: cause,
            status: status,
            paymentStatus: .refunding,
            reservationStatus: .refunding,
            isReleased: false,
            generation: 1,
            refusals: 0,
            refusalsMax: 4,
            isLate: isLate,
            cashMinor: 100,
            pointsRestored: 0,
            pointsClawedBack: 0,
            pointsTakenBack: 0,
            compensates: nil
        )
    }

    private func events(
        _ resolution: DeadLetterResolution,
        of refund: RefundCase
    ) -> Result<[RefundEvent], DecideDeadLetterRefusal> {
        Result { () throws(DecideDeadLetterRefusal) in
            try resolution.events(of: refund, evidence: "transfer 1")
        }
    }

    @Test("is written where the refund waits, and gives up what was under way first")
    func waiting() {
        let outside = RefundEvent.settledOutside(reference: "transfer 1")
        #expect(events(.paidOutside, of: refund(.pending)) == .success([.givenUp, outside]))
        #expect(events(.paidOutside, of: refund(.refused)) == .success([outside]))
        #expect(events(.rejected, of: refund(.pending)) == .success([.givenUp, .stands]))
        #expect(events(.rejected, of: refund(.refused)) == .success([.stands]))
        for status in [RefundStatus.pending, .refused] {
            let applied = events(.applied(gatewayID: "re_1"), of: refund(status))
            #expect(applied == .success([.applied(gatewayRefundID: "re_1")]))
            #expect(events(.applied(gatewayID: nil), of: refund(status)) == .failure(.wayMissing))
        }
    }

    @Test("writes nothing where the books say the same, and is refused where they do not")
    func ended() {
        let same: [RefundStatus: DeadLetterResolution] = [
            .completed: .applied(gatewayID: nil), .settledOutside: .paidOutside,
            .withdrawn: .rejected,
        ]
        for (status, known) in same {
            for resolution in same.values {
                let expected: Result<[RefundEvent], DecideDeadLetterRefusal> =
                    resolution == known
                    ? .success([]) : .failure(.booksDiffer("the refund is \(status.rawValue)"))
                #expect(events(resolution, of: refund(status)) == expected)
            }
        }
    }

    @Test("never lets the refusal of owed money stand", arguments: RefundCause.allCases)
    func owed(cause: RefundCause) {
        for status in [RefundStatus.pending, .refused] {
            let result = events(.rejected, of: refund(status, cause))
            #expect((result == .failure(.moneyIsOwed)) == !cause.mayStand)
            let late = events(.rejected, of: refund(status, cause, isLate: true))
            #expect(late == .failure(.moneyIsOwed))
        }
    }

    @Test("gives a refund under way up without a mail, and nothing else that ended")
    func givenUp() {
        for status in RefundStatus.allCases {
            let step = RefundMachine.step(refund(status), .givenUp)
            #expect((step != nil) == (status == .pending))
            #expect(step?.mail == nil)
            #expect(step.map { $0.status == .refused && $0.paymentStatus == .refundFailed } ?? true)
        }
    }
}
