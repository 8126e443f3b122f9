import Foundation
import TestTurns
import Testing

@Suite("reservoir-admin given what cannot be", .inTurn)
struct BadInputTests {
    private let program = BuiltProgram(name: "reservoir-admin")
    private static let because = ["--by", "ada", "--reason", "a test"]

    /// Runs a command that must be refused with 64 and say why, and must write nothing.
    private func refuse(
        _ arguments: [String],
        _ reason: String,
        _ shop: Shop,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let before = try await Self.footprint(shop)
        let result = try program.run(arguments, environment: ["DATABASE_URL": shop.conninfo])
        #expect(result.status == 64, "\(result.errors)", sourceLocation: sourceLocation)
        #expect(
            result.errors.contains(reason),
            "\(result.errors)",
            sourceLocation: sourceLocation
        )
        #expect(try await Self.footprint(shop) == before, sourceLocation: sourceLocation)
    }

    private static func footprint(_ shop: Shop) async throws -> [String] {
        try await shop.lines(
            """
            SELECT (SELECT count(*) FROM preorder.game), (SELECT count(*) FROM preorder.country),
                   (SELECT count(*) FROM preorder.member), (SELECT count(*) FROM outbox.message),
                   (SELECT count(*) FROM preorder.staff_act),
                   (SELECT count(*) FROM preorder.discount),
                   (SELECT count(*) FROM preorder.manager)
            """
        )
    }

    private static func game(_ change: (inout String) -> Void) -> String {
        var text = """
            {"release_at": "2027-03-01T00:00:00+09:00",
             "texts": [{"language": "ko", "title": "TITLE", "description": "d",
                        "system_requirements": "s"}],
             "prices": [{"country": "KR", "list_minor": 59800, "currency": "KRW",
                         "sales_from": "2026-12-01T00:00:00Z",
                         "sales_until": "2027-01-01T00:00:00Z"}]}
            """
        change(&text)
        return text
    }

    @Test("a game's file is refused with what is wrong in it, in its own words")
    func games() async throws {
        let shop = try await Shop.open()
        let folder = try TemporaryFolder()
        let cases: [(String, String)] = [
            ("nonsense", "not valid JSON"), ("{}", "has no release_at"),
            ("[]", "found an array"),
            (
                Self.game { $0.replace("2027-03-01T00:00:00+09:00", with: "tomorrow") },
                "release_at: "
            ),
            (Self.game { $0.replace("59800", with: "59800.5") }, "not whole"),
            (Self.game { $0.replace("59800", with: "1e30") }, "too large"),
            (Self.game { $0.replace("59800", with: "-1") }, "the list price for KR"),
            (Self.game { $0.replace("\"KRW\"", with: "\"WON\"") }, "WON"),
            (Self.game { $0.replace("\"KRW\"", with: "\"USD\"") }, "KR sells in KRW"),
            (Self.game { $0.replace("\"KR\"", with: "\"XX\"") }, "no country office XX"),
            (Self.game { $0.replace("2027-01-01", with: "2026-11-01") }, "ends before it begins"),
            (Self.game { $0.replace("TITLE", with: "a\\u0000b") }, "the title in ko"),
            (
                Self.game {
                    $0.replace("\"d\"", with: "\"" + String(repeating: "d", count: 1 << 20) + "\"")
                },
                "the texts in ko"
            ),
        ]
        for (index, (text, reason)) in cases.enumerated() {
            let path = try folder.file("game-\(index).json", text)
            try await refuse(["game", "add", path] + Self.because, reason, shop)
        }
        let bytes = folder.path + "/bytes.json"
        try Data([0x22, 0xFF, 0xFE, 0x22]).write(to: URL(fileURLWithPath: bytes))
        try await refuse(["game", "add", bytes] + Self.because, "bytes.json", shop)
        try await refuse(["game", "add", "/nonexistent"] + Self.because, "cannot be read", shop)
        await shop.close()
    }

    @Test("numbers, ids, instants and names are refused one by one")
    func arguments() async throws {
        let shop = try await Shop.open()
        let game = shop.gameID.uuidString
        let member = ["member", "add", "--country", "KR", "--language", "ko"]
        let country = [
            "country", "add", "FR", "--currency", "EUR", "--time-zone", "Europe/Paris",
            "--language", "fr",
        ]
        let discount = [
            "discount", "register", "--game", game, "--country", "KR", "--until",
            "2027-01-01T00:00:00Z",
        ]
        let stranger = "00000000-0000-4000-8000-000000000000"
        let cases: [([String], String)] = [
            (member + ["--name", "x", "--email", "a,b@x.example"], "not a mail address"),
            (member + ["--name", "a\nb", "--email", "a@x.example"], "a name has"),
            (["member", "grant", stranger, "5"] + Self.because, "there is no member"),
            (["member", "grant", stranger, "0"] + Self.because, "1 point or more"),
            (
                ["member", "grant", stranger, "9223372036854775807"] + Self.because,
                "1 point or more"
            ),
            (["member", "grant", stranger, "9223372036854775808"] + Self.because, "invalid"),
            (
                ["member", "grant", stranger, "5", "--by", " ", "--reason", "x"],
                "must not be blank"
            ),
            (["member", "show", "abc"], "not an id"),
            (["member", "show", stranger], "no such member"),
            (country + ["--name", "x", "--set", "gift_days=99999999999"] + Self.because, "range"),
            (country + ["--name", "x", "--set", "gift_days=0"] + Self.because, "range"),
            (country + ["--name", "x", "--set", "nope=1"] + Self.because, "name=number"),
            (country + ["--name", ""] + Self.because, "the name must have"),
            (discount + ["--percent", "100.01"] + Self.because, "basis points"),
            (discount + ["--percent", "0"] + Self.because, "basis points"),
            (discount + ["--amount-minor", "59801"] + Self.because, "list price"),
            (discount + ["--policy", "none", "--value", "1"] + Self.because, "no discount policy"),
            (discount + ["--percent", "5", "--by", stranger, "--reason", "x"], "no such manager"),
            (["discount", "end", stranger] + Self.because, "no such discount"),
            (
                ["manager", "add", "--country", "XX", "--name", "Ann"] + Self.because,
                "no such country"
            ),
            (["manager", "add", "--country", "KR", "--name", " "] + Self.because, "a name has"),
            (["game", "show", game, "--country", "XX"], "no such game in XX"),
            (["explain", "a b"], "has the id a b"),
        ]
        for (arguments, reason) in cases { try await refuse(arguments, reason, shop) }
        await shop.close()
    }

    @Test("an argument that is not UTF-8 is refused, not repaired")
    func encoding() async throws {
        let shop = try await Shop.open()
        let before = try await Self.footprint(shop)
        let shell = Process()
        shell.executableURL = URL(fileURLWithPath: "/bin/bash")
        let path = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
            .deletingLastPathComponent().appendingPathComponent("reservoir-admin").path
        shell.arguments = [
            "-c",
            "\"$0\" member add --country KR --language ko --name $'\\xff' --email a@x.example",
            path,
        ]
        shell.environment = ["DATABASE_URL": shop.conninfo]
        let errors = Pipe()
        shell.standardError = errors
        try shell.run()
        let said = String(
            decoding: errors.fileHandleForReading.readDataToEndOfFile(),
            as: UTF8.self
        )
        shell.waitUntilExit()
        #expect(shell.terminationStatus == 64)
        #expect(said.contains("argument 8 is not UTF-8"), "\(said)")
        #expect(try await Self.footprint(shop) == before)
        await shop.close()
    }

    @Test("a manager is registered by an administrator and then acts under their id")
    func manager() async throws {
        let shop = try await Shop.open()
        let environment = ["DATABASE_URL": shop.conninfo]
        let added = try program.run(
            ["manager", "add", "--country", "KR", "--name", "Ann"] + Self.because,
            environment: environment
        )
        #expect(added.status == 0, "\(added.errors)")
        let id = String(added.output.dropFirst("registered manager ".count).prefix(36))
        let list = try program.run(["manager", "list"], environment: environment)
        #expect(list.output.contains("\(id)  KR       Ann"))
        let disabled = try program.run(
            ["method", "disable", "card", "--country", "KR", "--by", id, "--reason", "a test"],
            environment: environment
        )
        #expect(disabled.status == 0, "\(disabled.errors)")
        let another = try program.run(
            ["manager", "add", "--country", "KR", "--name", "Bo", "--by", id, "--reason", "x"],
            environment: environment
        )
        #expect(another.status == 64)
        #expect(another.errors.contains("only an administrator"))
        await shop.close()
    }
}
