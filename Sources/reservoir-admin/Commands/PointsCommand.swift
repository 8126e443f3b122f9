import ArgumentParser
import Batch
import Foundation
import Postgres
import Preorder

/// `points`: the ledger of a member's points.
struct PointsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "points",
        abstract: "Show and correct a member's points.",
        subcommands: [Show.self, Adjust.self]
    )

    /// `points show`.
    struct Show: ProgramCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show what a member has, in which lots, and the last entries of the ledger.",
            discussion: "A lapsed lot cannot be used any more; reservoir-sweep points expires it."
        )

        @OptionGroup var options: AdminOptions

        @Argument(help: "The member's id.", transform: Arguments.id)
        var member: UUID

        @Option(help: "How many entries at most.")
        var limit = 20

        func perform() async throws {
            let connection = try await options.connect()
            guard let found = try await connection.first(ReadMember(memberID: member)) else {
                throw ProgramError.usage("refused: there is no such member")
            }
            let lots = try await connection.query(ReadPointLots(memberID: member))
            let entries = try await connection.query(
                ReadPointEntries(memberID: member, limit: min(max(1, limit), 10_000))
            )
            guard !options.json else {
                return try options.say("", Self.fields(found, lots, entries))
            }
            print("\(found.available) points available, \(found.held) held")
            for line in Self.table(lots) + Self.table(entries) { print(line) }
        }

        private static func table(_ lots: [PointLot]) -> [String] {
            guard !lots.isEmpty else { return [] }
            var table = TextTable("LOT", "SOURCE", "GRANTED", "LEFT", "EXPIRES", "TOLD")
            for lot in lots {
                table.add(
                    "\(lot.lotID)",
                    lot.source,
                    "\(lot.granted)",
                    "\(lot.remaining)",
                    "\(lot.expiresAt)" + (lot.isLapsed ? " (lapsed)" : ""),
                    lot.noticedAt?.description ?? ""
                )
            }
            return [""] + table.lines
        }

        private static func table(_ entries: [PointEntry]) -> [String] {
            guard !entries.isEmpty else { return [] }
            var table = TextTable("POSTED", "KIND", "POINTS", "FROM", "TO", "RESERVATION")
            for entry in entries {
                table.add(
                    "\(entry.postedAt)",
                    entry.kind,
                    "\(entry.amount)",
                    entry.debit,
                    entry.credit,
                    entry.reservationID?.text ?? ""
                )
            }
            return [""] + table.lines
        }

        private static func fields(
            _ member: MemberSummary,
            _ lots: [PointLot],
            _ entries: [PointEntry]
        ) -> [String: JSONValue] {
            [
                "member_id": .string(member.memberID.text),
                "available": .integer(member.available), "held": .integer(member.held),
                "lots": .array(lots.map(\.json)), "entries": .array(entries.map(\.json)),
            ]
        }
    }

    /// `points adjust`.
    struct Adjust: ProgramCommand {
        static let configuration = CommandConfiguration(
            abstract: "Correct a member's points by an entry of the ledger.",
            discussion: """
                Points given become a lot of their own. Points taken leave the lots that expire \
                first; no more is taken than the member can use. Write a negative number after \
                two dashes, at the end:

                  reservoir-admin points adjust --by ada --reason "credited twice" -- ID -500
                """
        )

        @OptionGroup var options: AdminOptions
        @OptionGroup var staff: StaffOptions

        @Argument(help: "The member's id.", transform: Arguments.id)
        var member: UUID

        @Argument(help: "How many are given, or, negative, taken.")
        var points: Int64

        func perform() async throws {
            let connection = try await options.connect()
            try await AdjustPoints(by: staff.act)(points, of: member, on: connection).accepted()
            try options.say(
                points > 0 ? "gave \(points) points" : "took \(points.magnitude) points",
                ["member_id": .string(member.text), "points": .integer(points)]
            )
        }
    }
}

extension PointLot {
    fileprivate var json: JSONValue {
        .object([
            "lot_id": .integer(lotID), "source": .string(source), "granted": .integer(granted),
            "remaining": .integer(remaining), "expires_at": .string("\(expiresAt)"),
            "noticed_at": .optional(noticedAt?.description), "is_lapsed": .bool(isLapsed),
        ])
    }
}

extension PointEntry {
    fileprivate var json: JSONValue {
        .object([
            "entry_id": .integer(entryID), "posted_at": .string("\(postedAt)"),
            "kind": .string(kind), "amount": .integer(amount), "debit": .string(debit),
            "credit": .string(credit), "reservation_id": .optional(reservationID?.text),
        ])
    }
}
