import ArgumentParser
import Batch
import Outbox
import Postgres
import Preorder

extension DeadLetterCommand {
    /// `dead-letter replay`.
    struct Replay: ProgramCommand {
        static let configuration = CommandConfiguration(
            abstract: "Have a message tried again, or all that the options mean.",
            discussion: """
                Give one message, or --channel, --kind, --older-than, --newer-than or --all for \
                many. Many become due one after the other, --per-second of them in a second, so \
                that their gateway is not flooded; they go back in chunks, and a run that was \
                interrupted goes on with the rest when it is started again. A message that somebody \
                else replayed or resolved before is refused, with who did.
                """
        )

        @OptionGroup var options: AdminOptions
        @OptionGroup var staff: StaffOptions
        @OptionGroup var which: DeadLetterOptions

        @Argument(help: "The message's id.")
        var message: Int64?

        @Flag(help: "All that wait for a person, of every channel.")
        var all = false

        @Option(help: "At most so many.")
        var limit: Int?

        @Option(help: "How many become due in a second.")
        var perSecond = 10

        func validate() throws {
            let isMany = all || !which.isEmpty
            guard isMany != (message != nil) else {
                throw ValidationError(
                    "give one message, or --channel, --kind, --older-than, --newer-than or --all"
                )
            }
            guard (1...100_000).contains(perSecond) else {
                throw ValidationError("--per-second takes 1 to 100000")
            }
            guard limit.map({ $0 > 0 && isMany }) ?? true else {
                throw ValidationError("--limit takes a positive number, of many")
            }
        }

        func perform() async throws {
            let connection = try await options.connect()
            if let message { return try await replay(message, on: connection) }
            let tally = try await DecideDeadLetter(by: staff.act).replayAll(
                try await which.filter(on: connection),
                limit: limit,
                perSecond: perSecond,
                on: connection
            ).accepted()
            let last = tally.lastDueAt.map { ", the last one due at \($0)" } ?? ""
            try options.say(
                "\(tally.replayed) messages go back into the queue\(last)",
                [
                    "replayed": .integer(Int64(tally.replayed)),
                    "last_due_at": .optional(tally.lastDueAt?.description),
                ]
            )
        }

        private func replay(_ message: Int64, on connection: Connection) async throws {
            let replayed = try await DecideDeadLetter(by: staff.act)
                .replay(message, on: connection).accepted()
            try options.say(
                "message \(message) goes back into the queue",
                [
                    "message_id": .integer(message), "state": .string("replayed"),
                    "due_at": .string("\(replayed.dueAt)"),
                ]
            )
        }
    }
}
