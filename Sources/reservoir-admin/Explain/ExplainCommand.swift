import ArgumentParser
import Batch

/// `explain`: what happened, and why.
struct ExplainCommand: ProgramCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Tell the whole story of a reservation, payment, refund, gift, order or message.",
        discussion: """
            Everything that the books hold about it in the order in which it happened, in domain \
            time: the reservation, its payment, gift and refunds, every entry of the point ledger, and \
            every message with each attempt (sent, asked, ended), its outcome, what was answered, \
            and the idempotency key; voids, dead letters and who resolved them. Then how each \
            message stands now. Names, addresses and tokens are never part of it.
            """
    )

    @OptionGroup var options: AdminOptions

    @Argument(
        help: "A reservation's, payment's, refund's, gift's or message's id, or an order number."
    )
    var id: String

    func perform() async throws {
        let connection = try await options.connect()
        let story = try await StoryTeller.tell(id, on: connection)
        if options.json {
            print(try story.json.text())
        } else {
            for line in story.lines { print(line) }
        }
    }
}
