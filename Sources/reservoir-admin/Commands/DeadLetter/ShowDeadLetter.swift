import ArgumentParser
import Batch
import Outbox
import Postgres

extension DeadLetterCommand {
    /// `dead-letter show`.
    struct Show: ProgramCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show a message that was given up: what it asked for and each attempt.",
            discussion: "The story of its whole reservation is told by: reservoir-admin explain."
        )

        @OptionGroup var options: AdminOptions

        @Argument(help: "The message's id.")
        var message: Int64

        func perform() async throws {
            let connection = try await options.connect()
            let message = message
            let dossier = try await connection.transaction(.snapshot) { tx in
                try tx.deadLetterDossier(message)
            }
            guard let dossier else {
                throw ProgramError.usage(
                    "refused: \(DeadLetterRefusal.unknown(messageID: message))"
                )
            }
            if options.json {
                print(try JSONValue.object(dossier.fields).text())
            } else {
                for line in dossier.lines { print(line) }
            }
        }
    }
}

extension DeadLetterDossier {
    /// The dossier as a person reads it.
    var lines: [String] {
        var table = TextTable("AT", "EVENT", "OUTCOME", "CALL", "KEY", "DETAIL")
        for entry in journal {
            table.add(
                "\(entry.at)",
                entry.event,
                entry.outcome ?? "",
                "\(entry.operation) to \(entry.destination)",
                entry.idempotencyKey,
                entry.detail ?? ""
            )
        }
        return heading + openLines + (journal.isEmpty ? [] : [""] + table.lines)
    }

    private var heading: [String] {
        var facts = TextTable("message \(letter.messageID)", "\(letter.name), \(letter.state)")
        facts.add("  key", letter.key.text)
        let tries = letter.attempts == 1 ? "1 try" : "\(letter.attempts) tries"
        facts.add("  given up", "\(letter.deadAt), after \(tries)")
        facts.add("  because", letter.lastError)
        if let message {
            facts.add("  written", "\(message.createdAt)")
            facts.add("  asks for", message.payload.text)
            if let reversed = message.compensates {
                facts.add("  reverses", "message \(reversed)")
            }
        }
        if letter.decision != nil { facts.add("  \(letter.state)", letter.told) }
        if letter.state != .open { facts.add("  now", letter.queueState ?? "finished") }
        return facts.lines
    }

    private var openLines: [String] {
        guard let openAttempt else { return [] }
        return [
            "  an attempt has no verdict: \(openAttempt.operation) to "
                + "\(openAttempt.destination), key \(openAttempt.idempotencyKey)",
            "    sent \(openAttempt.sends) times, last at \(openAttempt.lastSentAt); its key "
                + "answers until \(openAttempt.windowEndsAt)",
        ]
    }

    /// The same for machines.
    var fields: [String: JSONValue] {
        var fields = letter.fields
        fields["payload"] = .optional(message?.payload.text)
        fields["compensates"] = message?.compensates.map(JSONValue.integer) ?? .null
        fields["created_at"] = .optional(message?.createdAt.description)
        fields["open_attempt"] = openAttempt.map { .object($0.fields) } ?? .null
        fields["journal"] = .array(journal.map { .object($0.fields) })
        return fields
    }
}

extension DeadLetterDossier.Attempt {
    fileprivate var fields: [String: JSONValue] {
        [
            "operation": .string(operation), "destination": .string(destination),
            "idempotency_key": .string(idempotencyKey), "sends": .integer(Int64(sends)),
            "first_sent_at": .string("\(firstSentAt)"),
            "last_sent_at": .string("\(lastSentAt)"),
            "window_ends_at": .string("\(windowEndsAt)"),
        ]
    }
}

extension DeadLetterDossier.Entry {
    fileprivate var fields: [String: JSONValue] {
        [
            "attempt_id": .integer(attemptID), "event": .string(event),
            "operation": .string(operation), "destination": .string(destination),
            "idempotency_key": .string(idempotencyKey), "outcome": .optional(outcome),
            "detail": .optional(detail), "at": .string("\(at)"),
        ]
    }
}
