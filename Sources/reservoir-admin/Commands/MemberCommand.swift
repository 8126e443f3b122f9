import ArgumentParser
import Batch
import Foundation
import Postgres
import Preorder

/// `member`: the store's customers.
struct MemberCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "member",
        abstract: "Add, show and erase members; grant points.",
        subcommands: [Add.self, Show.self, Grant.self, Erase.self]
    )

    /// `member add`.
    struct Add: ProgramCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add a member with an empty point balance."
        )

        @OptionGroup var options: AdminOptions

        @Option(help: "The country office that sells to them.")
        var country: String

        @Option(help: "ISO 639-1 code of the language of pages and mails.")
        var language: String

        @Option(help: "Their name.")
        var name: String

        @Option(help: "Their address.")
        var email: String

        func perform() async throws {
            let connection = try await options.connect()
            let member = NewMember(
                country: country,
                language: language,
                name: name,
                email: email
            )
            let ids = try await Members().add([member], on: connection).accepted()
            for id in ids {
                try options.say("added member \(id.text)", ["member_id": .string(id.text)])
            }
        }
    }

    /// `member show`.
    struct Show: ProgramCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show a member and their points."
        )

        @OptionGroup var options: AdminOptions

        @Argument(help: "The member's id.", transform: Arguments.id)
        var member: UUID

        func perform() async throws {
            let connection = try await options.connect()
            guard let found = try await connection.first(ReadMember(memberID: member)) else {
                throw ProgramError.usage("refused: there is no such member")
            }
            let erased = found.erasedAt.map { ", erased \($0)" } ?? ""
            try options.say(
                """
                \(found.name) <\(found.email)>, \(found.country), \(found.language)
                joined \(found.joinedAt)\(erased)
                \(found.available) points available, \(found.held) held
                """,
                [
                    "member_id": .string(member.text), "name": .string(found.name),
                    "email": .string(found.email), "country": .string(found.country),
                    "language": .string(found.language), "joined_at": .string("\(found.joinedAt)"),
                    "erased_at": .optional(found.erasedAt?.description),
                    "available": .integer(found.available), "held": .integer(found.held),
                ]
            )
        }
    }

    /// `member grant`.
    struct Grant: ProgramCommand {
        static let configuration = CommandConfiguration(
            abstract: "Grant a member points, as an entry of the ledger."
        )

        @OptionGroup var options: AdminOptions
        @OptionGroup var staff: StaffOptions

        @Argument(help: "The member's id.", transform: Arguments.id)
        var member: UUID

        @Argument(help: "How many.")
        var points: Int64

        func perform() async throws {
            let connection = try await options.connect()
            try await Members()
                .grant(
                    [PointGrant(memberID: member, points: points)],
                    by: staff.act,
                    on: connection
                ).accepted()
            try options.say(
                "granted \(points) points",
                ["member_id": .string(member.text), "points": .integer(points)]
            )
        }
    }

    /// `member erase`.
    struct Erase: ProgramCommand {
        static let configuration = CommandConfiguration(
            abstract: "Erase a person's name, address and words; keep the books.",
            discussion: """
                Games and points are given up with the account; rows of money and points stay, \
                under an id that leads to no person. Gifts offered to them are declined. Refused while a \
                payment, a refund or a gift of theirs is open. Do not name the person in --reason.
                """
        )

        @OptionGroup var options: AdminOptions
        @OptionGroup var staff: StaffOptions

        @Argument(help: "The member's id.", transform: Arguments.id)
        var member: UUID

        func perform() async throws {
            let connection = try await options.connect()
            let erased = try await EraseMember(by: staff.act)(member, on: connection).accepted()
            let declined =
                erased.giftsDeclined == 0 ? "" : "; gifts declined: \(erased.giftsDeclined)"
            try options.say(
                "member \(member.text) was erased at \(erased.erasedAt)\(declined)",
                [
                    "member_id": .string(member.text), "erased_at": .string("\(erased.erasedAt)"),
                    "gifts_declined": .integer(Int64(erased.giftsDeclined)),
                ]
            )
        }
    }
}
