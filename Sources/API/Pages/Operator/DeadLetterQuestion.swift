import Outbox

/// Which dead letters are listed.
struct DeadLetterQuestion: Sendable, Hashable {
    /// Where they stand; nil for all.
    let state: DeadLetter.State?

    /// Their channel; nil for all.
    let channel: String?

    /// The last message of the page before.
    let after: Int64

    /// The parameters of the address; those that are open, where it says nothing.
    init(_ query: Query) throws(Problem) {
        var query = query
        let word = query.text("state") ?? DeadLetter.State.open.rawValue
        state = DeadLetter.State(rawValue: word)
        guard state != nil || word == Self.all else {
            throw .malformedParameter("state", "is no state of a dead letter")
        }
        channel = query.text("channel")
        let text = query.text("after") ?? "0"
        guard let after = Int64(text), after >= 0 else {
            throw .malformedParameter("after", "is no message")
        }
        self.after = after
        try query.end()
    }

    static let all = "all"

    func statement(limit: Int) -> ReadDeadLetters {
        var filter = DeadLetterFilter()
        filter.state = state
        filter.channel = channel
        return ReadDeadLetters(filter, after: after, limit: limit)
    }

    /// The address of the first page for other conditions.
    func address(state: DeadLetter.State?, channel: String?, after: Int64? = nil) -> String {
        let address = PageAddress(
            DeadLetterPages.path,
            [
                "state": state?.rawValue ?? Self.all, "channel": channel,
                "after": after.map { "\($0)" },
            ]
        )
        return address.text
    }
}
