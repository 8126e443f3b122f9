import ArgumentParser
import Batch
import Outbox
import Postgres

/// What `dead-letter list --state` takes.
enum ListedState: String, CaseIterable, ExpressibleByArgument {
    case open, replayed, applied, rejected, any

    var state: DeadLetter.State? {
        switch self {
        case .open: .open
        case .replayed: .replayed
        case .applied: .applied
        case .rejected: .rejected
        case .any: nil
        }
    }
}

extension DeadLetterCommand {
    /// `dead-letter list`.
    struct List: ProgramCommand {
        static let configuration = CommandConfiguration(
            abstract: "List messages that were given up, in the order in which they were written.",
            discussion: """
                Those that wait for a person, unless --state says otherwise. OPEN says that an \
                attempt has no verdict: it may have taken effect. When there are more than --limit, \
                the last line says how to go on.
                """
        )

        @OptionGroup var options: AdminOptions
        @OptionGroup var which: DeadLetterOptions

        @Option(help: "Where they stand.")
        var state = ListedState.open

        @Option(help: "Only messages after this one.")
        var after: Int64 = 0

        @Option(help: "How many at most.")
        var limit = 50

        func validate() throws {
            guard (1...10_000).contains(limit) else {
                throw ValidationError("--limit takes 1 to 10000")
            }
        }

        func perform() async throws {
            let connection = try await options.connect()
            var filter = try await which.filter(on: connection)
            filter.state = state.state
            let found = try await connection.query(
                ReadDeadLetters(filter, after: after, limit: limit + 1)
            )
            let letters = found.prefix(limit)
            var table = TextTable(
                "MESSAGE",
                "ASKS FOR",
                "KEY",
                "DEAD AT",
                "TRIES",
                "OPEN",
                "STATE",
                "WHY"
            )
            for letter in letters {
                table.add(
                    "\(letter.messageID)",
                    letter.name,
                    letter.key.text,
                    "\(letter.deadAt)",
                    "\(letter.attempts)",
                    letter.hasOpenAttempt ? "attempt" : "",
                    letter.state.rawValue,
                    letter.state == .open ? letter.lastError : letter.told
                )
            }
            try options.show(table, letters.map { .object($0.fields) })
            if !options.json, found.count > letters.count, let last = letters.last {
                print("more: --after \(last.messageID)")
            }
        }
    }
}
