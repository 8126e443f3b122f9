import ArgumentParser
import Batch
import Foundation
import Postgres
import Preorder

extension GameCommand {
    /// `game move`.
    struct Move: ProgramCommand {
        static let configuration = CommandConfiguration(
            abstract: "Move a game's release, before it is out.",
            discussion: """
                Everybody who has reserved it is told by mail (reservoir-sweep releases). Sales end \
                with the release at the latest: a sales window that ended with it, or would end \
                after it, ends with the new release; others stay as they are.
                """
        )

        @OptionGroup var options: AdminOptions
        @OptionGroup var staff: StaffOptions

        @Argument(help: "The game's id.", transform: Arguments.id)
        var game: UUID

        @Option(
            help: "When it comes out, such as 2027-03-01T00:00:00+09:00.",
            transform: Arguments.instant
        )
        var releaseAt: Timestamp

        func perform() async throws {
            let connection = try await options.connect()
            let moved = try await MoveGame(by: staff.act)(game, to: releaseAt, on: connection)
                .accepted()
            let sales =
                moved.countries.isEmpty
                ? "" : "; sales end with it in \(moved.countries.joined(separator: ", "))"
            try options.say(
                "game \(game.text) comes out on \(releaseAt)\(sales)",
                [
                    "game_id": .string(game.text), "release_at": .string("\(releaseAt)"),
                    "version": .integer(Int64(moved.version)),
                    "sales_end_with_it": .array(moved.countries.map(JSONValue.string)),
                ]
            )
        }
    }

    /// `game cancel`.
    struct Cancel: ProgramCommand {
        static let configuration = CommandConfiguration(
            abstract: "Cancel a game, and give everybody their money back.",
            discussion: """
                From then on nobody can reserve it. reservoir-sweep releases refunds what is paid, \
                gifts included and without a time limit, and withdraws what is not. It cannot be \
                undone.
                """
        )

        @OptionGroup var options: AdminOptions
        @OptionGroup var staff: StaffOptions

        @Argument(help: "The game's id.", transform: Arguments.id)
        var game: UUID

        func perform() async throws {
            let connection = try await options.connect()
            try await CancelGame(by: staff.act)(game, on: connection).accepted()
            try options.say(
                "game \(game.text) is cancelled; reservoir-sweep releases gives the money back",
                ["game_id": .string(game.text), "status": .string("cancelled")]
            )
        }
    }
}
