import Foundation
import Postgres
import Preorder
import TestTurns
import Testing

@Suite("A correction of points", .inTurn)
struct AdjustPointsTests {
    private let act = StaffAct(by: .administrator("ada"), reason: "credited twice")

    @Test("gives a lot of its own with the country's validity, and is kept with who and why")
    func give() async throws {
        let store = try await Store.open()
        let member = try store.member()
        try await AdjustPoints(by: act)(250, of: member, on: store.connection).get()
        #expect(try await store.balance(member) == "250|0")
        #expect(try await store.lots(member) == ["250|250|2027-11-23 12:00"])
        #expect(
            try await store.lines(
                "SELECT kind, debit, credit, amount FROM preorder.point_entry"
            ) == ["adjust|issued|available|250"]
        )
        #expect(
            try await store.lines(
                """
                SELECT verb, subject, country, done_by, reason FROM preorder.staff_act
                ORDER BY act_id DESC LIMIT 1
                """
            ) == ["points adjusted|\(member.uuidString.lowercased()) 250|KR|ada|credited twice"]
        )
        #expect(try await store.brokenBooks() == [])
        await store.close()
    }

    @Test("takes from the lots that expire first, and never from those that have lapsed")
    func take() async throws {
        let store = try await Store.open()
        let member = try store.member()
        try await store.grant(100, to: member)
        try await store.grant(40, to: member, until: "2026-12-10T00:00:00Z")
        try await store.grant(9, to: member, until: "2026-12-01T00:00:00Z")
        try await store.setClock("2026-12-02T00:00:00Z")
        try await AdjustPoints(by: act)(-60, of: member, on: store.connection).get()
        #expect(
            try await store.lots(member).map { $0.prefix(7) } == ["100|80|", "40|0|20", "9|9|202"]
        )
        #expect(try await store.balance(member) == "89|0")
        #expect(
            try await store.lines(
                """
                SELECT kind, debit, credit, amount FROM preorder.point_entry
                WHERE kind <> 'grant'
                """
            ) == ["adjust|available|issued|60"]
        )
        #expect(try await store.brokenBooks() == [])
        await store.close()
    }

    @Test("of more than the member can use, of nothing, or of nobody is refused")
    func refused() async throws {
        let store = try await Store.open()
        let member = try store.member()
        try await store.grant(100, to: member)
        try await store.reserve(try store.request(member, points: 30))
        let before = try await store.footprint()
        let adjust = AdjustPoints(by: act)
        for (points, refusal) in [
            (-71, .notEnough(available: 70)), (0, .points), (Int64.min, .points),
            (1_000_000_000_001, .points),
        ] as [(Int64, AdjustRefusal)] {
            let result = try await adjust(points, of: member, on: store.connection)
            #expect(throws: refusal) { try result.get() }
        }
        let stranger = try await adjust(5, of: UUID(), on: store.connection)
        #expect(throws: AdjustRefusal.unknownMember) { try stranger.get() }
        #expect(try await store.footprint() == before)
        await store.close()
    }
}
