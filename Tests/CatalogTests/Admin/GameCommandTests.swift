import Foundation
import Preorder
import TestTurns
import Testing

@Suite("reservoir-admin game and member", .inTurn)
struct GameCommandTests {
    private let program = BuiltProgram(name: "reservoir-admin")
    private static let because = ["--by", "ada", "--reason", "the studio asked"]

    /// Runs a command as the administrator's role.
    private func run(_ arguments: [String], _ shop: Shop) throws -> BuiltProgram.Result {
        let admin = shop.conninfo.replacing("user='postgres'", with: "user='reservoir_admin'")
        return try program.run(arguments, environment: ["DATABASE_URL": admin])
    }

    @Test("move a release, say which sales end with it, and keep who did it")
    func move() async throws {
        let shop = try await Shop.open()
        let id = shop.gameID.uuidString.lowercased()
        let arguments = ["game", "move", id, "--release-at", "2027-04-01T00:00:00Z"]
        let moved = try run(arguments + Self.because, shop)
        #expect(moved.status == 0, "\(moved.errors)")
        #expect(moved.output.contains("sales end with it in KR"))
        let again = try run(arguments + Self.because, shop)
        #expect(again.status == 64)
        #expect(again.errors.contains("that is when it comes out already"))
        let past = ["game", "move", id, "--release-at", "2026-01-01T00:00:00Z"]
        #expect(try run(past + Self.because, shop).errors.contains("still to come"))
        #expect(
            try await shop.lines(
                "SELECT verb, done_by FROM preorder.staff_act WHERE subject = '\(id)' ORDER BY 1"
            ) == ["game added\talice", "release moved\tada"]
        )
        await shop.close()
    }

    @Test("cancel a game, once")
    func cancel() async throws {
        let shop = try await Shop.open()
        let id = shop.gameID.uuidString.lowercased()
        let cancelled = try run(["game", "cancel", id, "--json"] + Self.because, shop)
        #expect(cancelled.output == "{\"game_id\":\"\(id)\",\"status\":\"cancelled\"}\n")
        let again = try run(["game", "cancel", id] + Self.because, shop)
        #expect(again.status == 64 && again.errors.contains("it was cancelled already"))
        #expect(try await shop.lines("SELECT status FROM preorder.game") == ["cancelled"])
        await shop.close()
    }

    @Test("erase a member whose name is then nowhere, and say what is open")
    func erase() async throws {
        let shop = try await Shop.open()
        let ids = try await Members().add(
            [NewMember(country: "KR", language: "ko", name: "Minji", email: "minji@x.example")],
            on: shop.connection
        ).get()
        let id = try #require(ids.first).uuidString.lowercased()
        let erased = try run(["member", "erase", id] + Self.because, shop)
        #expect(erased.status == 0, "\(erased.errors)")
        #expect(!(erased.output + erased.errors).contains("inji"))
        let shown = try run(["member", "show", id], shop)
        #expect(!shown.output.contains("inji"))
        let unknown = ["member", "erase", UUID().uuidString]
        #expect(try run(unknown + Self.because, shop).errors.contains("there is no such member"))
        await shop.close()
    }
}
