import ArgumentParser
import Batch
import Preorder

/// `webhook`: what staff do about webhooks to members' endpoints.
struct WebhookCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "webhook",
        abstract: "Have a webhook told again.",
        subcommands: [Redeliver.self]
    )

    /// `webhook redeliver`.
    struct Redeliver: ProgramCommand {
        static let configuration = CommandConfiguration(
            abstract: "Tell a member's endpoint of something again, under the same webhook-id.",
            discussion: """
                Of what was delivered, of what was given up, and of a dead letter; three days of \
                tries begin anew. Refused while it is being told, and when the endpoint was given \
                up: its member can enable it. explain shows the message's id. Members do the same \
                over the API for 30 days, or as many as preorder.api_policy says.
                """
        )

        @OptionGroup var options: AdminOptions
        @OptionGroup var staff: StaffOptions

        @Argument(help: "The message's id.")
        var message: Int64

        func perform() async throws {
            let connection = try await options.connect()
            try await RedeliverWebhook()(message, by: staff.act, on: connection).accepted()
            try options.say(
                "message \(message) is told again",
                ["message_id": .integer(message)]
            )
        }
    }
}
