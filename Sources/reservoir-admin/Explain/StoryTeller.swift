import Batch
import Postgres

/// Collects a story from the books, all of it as of one moment.
enum StoryTeller {
    /// The story of whatever has this id.
    ///
    /// - Throws: `ProgramError.usage` when nothing has; `PostgresError`.
    static func tell(_ id: String, on connection: Connection) async throws -> Story {
        let story: Story? = try await connection.transaction(.snapshot) { tx in
            guard let subject = try tx.first(FindSubject(text: id)) else { return nil }
            let heading = try tx.first(ReadHeading(key: subject.key))
            // Without a reservation the key only groups unrelated messages.
            let onlyMessage = heading == nil && subject.messageID != nil
            let domain = try tx.query(ReadDomainEvents(key: subject.key))
            let messages = try tx.query(
                ReadMessageEvents(subject: subject, onlyMessage: onlyMessage)
            )
            let states = try tx.query(
                ReadMessageStates(subject: subject, onlyMessage: onlyMessage)
            )
            return Story(heading: heading, events: merge(domain, messages), states: states)
        }
        guard let story else {
            throw ProgramError.usage(
                "refused: no reservation, payment, order, refund or message has the id \(id)"
            )
        }
        return story
    }

    /// In time order, and in causal order within an instant.
    static func merge(_ domain: [StoryEvent], _ messages: [StoryEvent]) -> [StoryEvent] {
        (domain + messages).sorted { ($0.at, $0.place) < ($1.at, $1.place) }
    }
}
