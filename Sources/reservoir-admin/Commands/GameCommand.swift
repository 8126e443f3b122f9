import ArgumentParser
import Batch
import Foundation
import Money
import Postgres
import Preorder

/// `game`: what is sold before its release.
struct GameCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "game",
        abstract: "Add, list, show, move and cancel games.",
        subcommands: [Add.self, List.self, Show.self, Move.self, Cancel.self]
    )

    /// `game add`.
    struct Add: ProgramCommand {
        static let configuration = CommandConfiguration(
            abstract: "Announce a game described by a JSON file.",
            discussion: """
                {"release_at": "2027-03-01T00:00:00+09:00", "images": ["https://…"], \
                "texts": [{"language": "ko", "title": "…", "description": "…", \
                "system_requirements": "…"}], "prices": [{"country": "KR", "list_minor": 59800, \
                "currency": "KRW", "sales_from": "2026-12-01T00:00:00+09:00", \
                "sales_until": "2027-03-01T00:00:00+09:00"}]}
                """
        )

        @OptionGroup var options: AdminOptions
        @OptionGroup var staff: StaffOptions

        @Argument(help: "The file; - for standard input.")
        var file: String

        func perform() async throws {
            let game = try GameFile.read(file)
            let connection = try await options.connect()
            let id = try await AddGame(by: staff.act)(game, on: connection).accepted()
            try options.say("added game \(id.text)", ["game_id": .string(id.text)])
        }
    }

    /// `game list`.
    struct List: ProgramCommand {
        static let configuration = CommandConfiguration(
            abstract: "List all games, soonest release first."
        )

        @OptionGroup var options: AdminOptions

        func perform() async throws {
            let connection = try await options.connect()
            let games = try await connection.query(ReadAnnouncedGames())
            var table = TextTable("GAME", "STATUS", "RELEASE", "COUNTRIES", "TITLE")
            for game in games {
                table.add(
                    game.gameID.text,
                    game.status,
                    "\(game.releaseAt)",
                    game.countries.joined(separator: " "),
                    game.title
                )
            }
            try options.show(
                table,
                games.map { game in
                    .object([
                        "game_id": .string(game.gameID.text), "title": .string(game.title),
                        "status": .string(game.status),
                        "release_at": .string("\(game.releaseAt)"),
                        "countries": .array(game.countries.map(JSONValue.string)),
                    ])
                }
            )
        }
    }

    /// `game show`.
    struct Show: ProgramCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show a game as a member of a country sees it now."
        )

        @OptionGroup var options: AdminOptions

        @Argument(help: "The game's id.", transform: Arguments.id)
        var game: UUID

        @Option(help: "The country office.")
        var country: String

        @Option(help: "The member's language.")
        var language = "en"

        func perform() async throws {
            let connection = try await options.connect()
            let found = try await Catalog()
                .page(of: game, country: country, language: language, on: connection)
            guard let page = found else {
                throw ProgramError.usage("refused: there is no such game in \(country)")
            }
            let entry = page.entry
            let list = entry.price.list.formatted(language: language)
            let payable = entry.price.payable.formatted(language: language)
            let off = entry.discount.map { " (\(list) less \($0.policy) \($0.amount))" } ?? ""
            try options.say(
                """
                \(entry.title)
                \(page.status), out on \(entry.releaseAt), \(entry.isOpen ? "open" : "not open")
                \(payable)\(off)

                \(page.description)

                \(page.systemRequirements)
                """,
                [
                    "game_id": .string(game.text), "title": .string(entry.title),
                    "status": .string(page.status), "is_open": .bool(entry.isOpen),
                    "list_minor": .integer(entry.price.list.amountMinor),
                    "discount_minor": .integer(entry.price.discountMinor),
                    "payable_minor": .integer(entry.price.payable.amountMinor),
                    "currency": .string(entry.price.list.currency.code),
                    "discount_id": .optional(entry.discount?.discountID.text),
                ]
            )
        }
    }
}
