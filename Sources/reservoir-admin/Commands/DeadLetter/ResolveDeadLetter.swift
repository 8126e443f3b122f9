import ArgumentParser
import Batch
import Preorder

/// What `dead-letter resolve --as` takes.
enum NamedVerdict: String, CaseIterable, ExpressibleByArgument {
    case applied, rejected
}

extension DeadLetterCommand {
    /// `dead-letter resolve`.
    struct Resolve: ProgramCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say what became of a message, with evidence, and move the books on.",
            discussion: """
                A verdict is final and closes an attempt that may have taken effect, so look at \
                the gateway first. What each verdict does: reservoir-admin help dead-letter.
                """
        )

        @OptionGroup var options: AdminOptions
        @OptionGroup var staff: StaffOptions

        @Argument(help: "The message's id.")
        var message: Int64

        @Option(name: .customLong("as"), help: "What became of it.")
        var verdict: NamedVerdict

        @Option(help: "What proves it, such as a ticket or a transfer's number.")
        var evidence: String

        @Option(help: "The gateway's id of the charge or refund that was applied.")
        var gatewayID: String?

        @Flag(help: "The refund was paid by other means.")
        var outside = false

        func validate() throws {
            guard verdict == .applied || (gatewayID == nil && !outside),
                gatewayID == nil || !outside
            else {
                throw ValidationError(
                    "--gateway-id and --outside belong to --as applied, and only one of them"
                )
            }
            guard [evidence, gatewayID ?? "-"].allSatisfy({ $0.contains { !$0.isWhitespace } })
            else { throw ValidationError("--evidence and --gateway-id must not be blank") }
        }

        func perform() async throws {
            let connection = try await options.connect()
            try await DecideDeadLetter(by: staff.act)
                .resolve(message, as: resolution, evidence: evidence, on: connection)
                .accepted()
            try options.say(
                "message \(message) is resolved as \(verdict.rawValue)",
                ["message_id": .integer(message), "state": .string(verdict.rawValue)]
            )
        }

        private var resolution: DeadLetterResolution {
            switch verdict {
            case .rejected: .rejected
            case .applied: outside ? .paidOutside : .applied(gatewayID: gatewayID)
            }
        }
    }
}
