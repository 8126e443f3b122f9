import ArgumentParser
import Batch
import Foundation
import Postgres
import Preorder

/// `discount`: what managers do with prices.
struct DiscountCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "discount",
        abstract: "Register, list and end discounts.",
        subcommands: [Register.self, List.self, End.self]
    )

    /// `discount register`.
    struct Register: ProgramCommand {
        static let configuration = CommandConfiguration(
            abstract: "Register a discount for a game in a country.",
            discussion: """
                Give exactly one of --percent, --amount-minor, or --policy with --value. Two \
                discounts of one game and country cannot overlap. Reservations that were made \
                keep their price.
                """
        )

        @OptionGroup var options: AdminOptions
        @OptionGroup var staff: StaffOptions

        @Option(help: "The game's id.", transform: Arguments.id)
        var game: UUID

        @Option(help: "The country office, such as KR.")
        var country: String

        @Option(help: "Percent off, at most two decimals.", transform: Arguments.basisPoints)
        var percent: Int64?

        @Option(help: "Minor units of the country's currency off.")
        var amountMinor: Int64?

        @Option(help: "Another policy's name.")
        var policy: String?

        @Option(help: "What that policy takes.")
        var value: Int64?

        @Option(help: "When it begins; now unless given.", transform: Arguments.instant)
        var from: Timestamp?

        @Option(help: "When it ends, exclusive.", transform: Arguments.instant)
        var until: Timestamp

        func validate() throws {
            let ways = [percent != nil, amountMinor != nil, policy != nil].filter { $0 }.count
            guard ways == 1, (policy == nil) == (value == nil) else {
                throw ValidationError(
                    "give exactly one of --percent, --amount-minor, or --policy with --value"
                )
            }
        }

        func perform() async throws {
            let connection = try await options.connect()
            let clock = try await connection.only(ReadClock())
            let rule: (policy: String, amount: Int64) =
                if let percent { ("percent", percent) } else if let amountMinor {
                    ("amount", amountMinor)
                } else { (policy ?? "", value ?? 0) }
            let draft = DiscountDraft(
                gameID: game,
                country: country,
                policy: rule.policy,
                amount: rule.amount,
                from: from ?? clock.now,
                until: until,
                by: staff.staff,
                reason: staff.reason
            )
            let id = try await Discounts().register(draft, on: connection).accepted()
            try options.say(
                "registered discount \(id.text)",
                ["discount_id": .string(id.text)]
            )
        }
    }

    /// `discount list`.
    struct List: ProgramCommand {
        static let configuration = CommandConfiguration(
            abstract: "List discounts, newest first, with who registered and ended them."
        )

        @OptionGroup var options: AdminOptions

        @Option(help: "Only those of this game.", transform: Arguments.id)
        var game: UUID?

        @Option(help: "Only those of this country office.")
        var country: String?

        func perform() async throws {
            let connection = try await options.connect()
            let discounts = try await connection.query(
                ReadDiscounts(gameID: game, country: country)
            )
            var table = TextTable(
                "DISCOUNT",
                "GAME",
                "COUNTRY",
                "OFF",
                "FROM",
                "UNTIL",
                "REGISTERED BY",
                "ENDED BY",
                "REASON"
            )
            for discount in discounts {
                table.add(
                    discount.discountID.text,
                    discount.gameID.text,
                    discount.country,
                    "\(discount.policy) \(discount.amount)",
                    discount.from?.description ?? "never",
                    discount.until?.description ?? "never",
                    discount.registeredBy,
                    discount.endedBy ?? "",
                    discount.endedReason ?? discount.reason
                )
            }
            try options.show(table, discounts.map(Self.json))
        }

        private static func json(_ discount: RegisteredDiscount) -> JSONValue {
            .object([
                "discount_id": .string(discount.discountID.text),
                "game_id": .string(discount.gameID.text),
                "country": .string(discount.country), "policy": .string(discount.policy),
                "amount": .integer(discount.amount),
                "from": .optional(discount.from?.description),
                "until": .optional(discount.until?.description),
                "registered_by": .string(discount.registeredBy),
                "registered_at": .string("\(discount.registeredAt)"),
                "reason": .string(discount.reason), "ended_by": .optional(discount.endedBy),
                "ended_at": .optional(discount.endedAt?.description),
                "ended_reason": .optional(discount.endedReason),
            ])
        }
    }

    /// `discount end`.
    struct End: ProgramCommand {
        static let configuration = CommandConfiguration(
            abstract: "End a discount now.",
            discussion: "One that has not begun never will. Reservations keep their price."
        )

        @OptionGroup var options: AdminOptions
        @OptionGroup var staff: StaffOptions

        @Argument(help: "The discount's id.", transform: Arguments.id)
        var discount: UUID

        func perform() async throws {
            let connection = try await options.connect()
            try await Discounts()
                .end(discount, by: staff.staff, reason: staff.reason, on: connection).accepted()
            try options.say(
                "ended discount \(discount.text)",
                ["discount_id": .string(discount.text)]
            )
        }
    }
}
