import ArgumentParser
import Batch
import Foundation
import Preorder

/// `refund`: what staff do about refunds.
struct RefundCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "refund",
        abstract: "Request refunds and decide those that the gateway refuses.",
        discussion: """
            A refund that the gateway refused as often as the policy allows is a dead letter and \
            stands in report.refund_due as refused, with the legal day. Then a person has it tried \
            again (dead-letter replay), pays it by other means (settle-outside), or denies it \
            (let-stand).
            """,
        subcommands: [Request.self, SettleOutside.self, LetStand.self]
    )

    /// `refund request`.
    struct Request: ProgramCommand {
        static let configuration = CommandConfiguration(
            abstract: "Ask for the refund of a reservation in a member's place.",
            discussion: "The member's time limit does not apply. Asking twice is one refund."
        )

        @OptionGroup var options: AdminOptions
        @OptionGroup var staff: StaffOptions

        @Argument(help: "The reservation's id.", transform: Arguments.id)
        var reservation: UUID

        func perform() async throws {
            let connection = try await options.connect()
            let outcome = try await RequestRefund()(
                reservationID: reservation,
                by: .staff(staff.act),
                on: connection
            )
            switch outcome {
            case .accepted(let id):
                try options.say("refund \(id.text) is on its way", ["refund_id": .string(id.text)])
            case .refused(let refusal): throw ProgramError.usage("refused: \(refusal)")
            }
        }
    }

    /// `refund settle-outside`.
    struct SettleOutside: ProgramCommand {
        static let configuration = CommandConfiguration(
            abstract: "Note that a refused refund was paid by other means."
        )

        @OptionGroup var options: AdminOptions
        @OptionGroup var staff: StaffOptions

        @Argument(help: "The refund's id.", transform: Arguments.id)
        var refund: UUID

        @Option(help: "What proves the payment, such as a bank transfer's number.")
        var reference: String

        func perform() async throws {
            let connection = try await options.connect()
            try await DecideRefund(by: staff.act)
                .settleOutside(refund, reference: reference, on: connection).accepted()
            try options.say(
                "refund \(refund.text) is settled outside",
                ["refund_id": .string(refund.text), "status": .string("settled_outside")]
            )
        }
    }

    /// `refund let-stand`.
    struct LetStand: ProgramCommand {
        static let configuration = CommandConfiguration(
            abstract: "Let the gateway's refusal stand: the reservation stays."
        )

        @OptionGroup var options: AdminOptions
        @OptionGroup var staff: StaffOptions

        @Argument(help: "The refund's id.", transform: Arguments.id)
        var refund: UUID

        func perform() async throws {
            let connection = try await options.connect()
            try await DecideRefund(by: staff.act).letStand(refund, on: connection).accepted()
            try options.say(
                "the refusal of refund \(refund.text) stands",
                ["refund_id": .string(refund.text), "status": .string("withdrawn")]
            )
        }
    }
}
