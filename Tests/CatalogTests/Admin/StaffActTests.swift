import Foundation
import Postgres
import Preorder
import TestTurns
import Testing

@Suite("What staff do", .inTurn)
struct StaffActTests {
    @Test("is kept with who did it and why, and can never be changed")
    func kept() async throws {
        let shop = try await Shop.open()
        let act = StaffAct(by: .administrator("bob"), reason: "the office asked")
        try await CountryOffices(by: act).disable("card", country: "KR", on: shop.connection).get()
        #expect(
            try await shop.lines(
                """
                SELECT verb, subject, country, done_by, reason FROM preorder.staff_act
                WHERE done_by = 'bob'
                """
            ) == ["method disabled\tKR card\tKR\tbob\tthe office asked"]
        )
        await #expect(throws: PostgresError.self) {
            try await shop.connection.script("UPDATE preorder.staff_act SET reason = 'another'")
        }
        await shop.close()
    }

    @Test("is refused without a reason or a name, and nothing is written")
    func unsaid() async throws {
        let shop = try await Shop.open()
        for act in [
            StaffAct(by: .administrator("bob"), reason: " "),
            StaffAct(by: .administrator("\t"), reason: "because"),
        ] {
            let result = try await CountryOffices(by: act)
                .disable("card", country: "KR", on: shop.connection)
            #expect(throws: MethodRefusal.staff(.noReason)) { try result.get() }
        }
        #expect(
            try await shop.lines("SELECT is_enabled FROM preorder.payment_method") == ["t"]
        )
        await shop.close()
    }

    @Test(
        "is refused when nobody could read who or why",
        arguments: [
            (String(repeating: "b", count: 201), "because"), ("bob\n", "because"),
            ("bob", String(repeating: "b", count: 2_001)), ("bob", "a\u{0}b"),
        ]
    )
    func unreadable(name: String, reason: String) async throws {
        let shop = try await Shop.open()
        let act = StaffAct(by: .administrator(name), reason: reason)
        let result = try await CountryOffices(by: act)
            .disable("card", country: "KR", on: shop.connection)
        #expect(throws: MethodRefusal.staff(.unreadable)) { try result.get() }
        #expect(
            try await shop.lines("SELECT is_enabled FROM preorder.payment_method") == ["t"]
        )
        await shop.close()
    }

    @Test("is done by a manager in their own country only")
    func scope() async throws {
        let shop = try await Shop.open()
        let manager = UUID()
        try await shop.connection.script(
            """
            INSERT INTO preorder.manager (manager_id, country, name)
            VALUES ('\(manager.uuidString)', 'US', 'Ann')
            """
        )
        let act = StaffAct(by: .manager(manager), reason: "a sale")
        let elsewhere = try await CountryOffices(by: act)
            .disable("card", country: "KR", on: shop.connection)
        #expect(throws: MethodRefusal.staff(.otherCountry(of: "US"))) { try elsewhere.get() }
        let stranger = StaffAct(by: .manager(UUID()), reason: "a sale")
        #expect(
            try await AddGame(by: stranger)(try Shop.game(), on: shop.connection)
                == .failure(.staff(.unknownManager))
        )
        #expect(
            try await shop.lines("SELECT is_enabled FROM preorder.payment_method") == ["t"]
        )
        await shop.close()
    }
}
