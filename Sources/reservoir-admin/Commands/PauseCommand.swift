import ArgumentParser
import Batch
import Foundation
import Outbox
import Postgres
import Preorder

/// What `pause` and `resume` take.
struct PausableArguments: ParsableArguments {
    @Argument(help: "channel, account or method.")
    var scope: String

    @Argument(help: "A channel's or account's name (smtp for the mail relay), or KR/card.")
    var name: String

    func validate() throws { _ = try pausable }

    var pausable: Pausable {
        get throws {
            guard let scope = PauseScope(rawValue: scope) else {
                throw ValidationError("\(scope) cannot be paused; channel, account and method can")
            }
            guard let pausable = Pausable(scope, name) else {
                throw ValidationError("a method is named COUNTRY/METHOD, such as KR/card")
            }
            return pausable
        }
    }
}

/// `pause`: stops a channel, a destination or a payment method.
struct PauseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pause",
        abstract: "Stop a channel, an account or a payment method; list what is stopped.",
        discussion: """
            channel NAME   drains of the channel claim nothing; what is in flight finishes
            account NAME   nothing new is sent to it; what may have happened is still asked about
            method KR/card the method is not offered and not accepted; open charges go on

            A program pauses an account by itself when the gateway refuses its credential. Nothing
            is lost and no try is spent while something is paused, but deadlines go on: a charge
            past its own fails and its points come back.
            """,
        subcommands: [Stop.self, List.self],
        defaultSubcommand: Stop.self
    )

    /// `pause SCOPE NAME`.
    struct Stop: ProgramCommand {
        static let configuration = CommandConfiguration(
            commandName: "stop",
            abstract: "Stop it (the default)."
        )

        @OptionGroup var options: AdminOptions
        @OptionGroup var staff: StaffOptions
        @OptionGroup var what: PausableArguments

        func perform() async throws {
            let connection = try await options.connect()
            try await Pauses(by: staff.act).pause(try what.pausable, on: connection).accepted()
            try options.say(
                "\(what.scope) \(what.name) is paused",
                ["scope": .string(what.scope), "name": .string(what.name)]
            )
        }
    }

    /// `pause list`.
    struct List: ProgramCommand {
        static let configuration = CommandConfiguration(abstract: "List what is stopped.")

        @OptionGroup var options: AdminOptions

        func perform() async throws {
            let connection = try await options.connect()
            let pauses = try await connection.query(ReadPauses())
            var table = TextTable("SCOPE", "NAME", "SINCE", "BY", "REASON")
            for pause in pauses {
                table.add([
                    pause.scope.rawValue, pause.name, "\(pause.pausedAt)", pause.pausedBy,
                    pause.reason,
                ])
            }
            try options.show(
                table,
                pauses.map { pause in
                    .object([
                        "scope": .string(pause.scope.rawValue), "name": .string(pause.name),
                        "paused_at": .string("\(pause.pausedAt)"),
                        "paused_by": .string(pause.pausedBy), "reason": .string(pause.reason),
                    ])
                }
            )
        }
    }
}

/// `resume`: lets something that was stopped go on.
struct ResumeCommand: ProgramCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "Let a channel, an account or a payment method go on.",
        discussion: "What was held back becomes due at once; the next drain carries it out."
    )

    @OptionGroup var options: AdminOptions
    @OptionGroup var staff: StaffOptions
    @OptionGroup var what: PausableArguments

    func perform() async throws {
        let connection = try await options.connect()
        try await Pauses(by: staff.act).resume(try what.pausable, on: connection).accepted()
        try options.say(
            "\(what.scope) \(what.name) goes on",
            ["scope": .string(what.scope), "name": .string(what.name)]
        )
    }
}

/// `breaker`: destinations that do not answer.
struct BreakerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "breaker",
        abstract: "List breakers, and close one by hand.",
        discussion: """
            A breaker opens after several calls in a row without an answer (outbox.breaker_policy). \
            While it is open nothing is called there but one probe from time to time, no try is \
            spent, and it closes by itself with the first answer.
            """,
        subcommands: [List.self, Reset.self]
    )

    /// `breaker list`.
    struct List: ProgramCommand {
        static let configuration = CommandConfiguration(
            abstract: "List destinations that ever failed to answer."
        )

        @OptionGroup var options: AdminOptions

        func perform() async throws {
            let connection = try await options.connect()
            let breakers = try await connection.query(ReadBreakers())
            var table = TextTable(
                "DESTINATION",
                "STATE",
                "FAILURES",
                "OPEN SINCE",
                "NEXT PROBE",
                "LAST ERROR"
            )
            for breaker in breakers {
                table.add([
                    breaker.destination, breaker.state, "\(breaker.failures)",
                    breaker.openedAt.map { "\($0)" } ?? "-",
                    breaker.probeAt.map { "\($0)" } ?? "-", breaker.lastError ?? "-",
                ])
            }
            try options.show(
                table,
                breakers.map { breaker in
                    .object([
                        "destination": .string(breaker.destination),
                        "state": .string(breaker.state),
                        "failures": .integer(Int64(breaker.failures)),
                        "opened_at": .optional(breaker.openedAt?.description),
                        "probe_at": .optional(breaker.probeAt?.description),
                        "last_error": .optional(breaker.lastError),
                    ])
                }
            )
        }
    }

    /// `breaker reset`.
    struct Reset: ProgramCommand {
        static let configuration = CommandConfiguration(
            abstract: "Close a breaker: the destination is known to answer again."
        )

        @OptionGroup var options: AdminOptions
        @OptionGroup var staff: StaffOptions

        @Argument(help: "The destination, as `breaker list` names it.")
        var destination: String

        func perform() async throws {
            let connection = try await options.connect()
            try await Pauses(by: staff.act).resetBreaker(destination, on: connection).accepted()
            try options.say(
                "the breaker of \(destination) is closed",
                ["destination": .string(destination), "state": .string("closed")]
            )
        }
    }
}
