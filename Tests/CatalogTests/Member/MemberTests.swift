import Foundation
import Postgres
import Preorder
import TestTurns
import Testing

@Suite("Members", .inTurn)
struct MemberTests {
    private static func members(_ count: Int) -> [NewMember] {
        (0..<count).map {
            NewMember(
                country: "KR",
                language: "ko",
                name: "김 \($0)",
                email: "m\($0)@example.com"
            )
        }
    }

    @Test("thousands are added and granted points in sets, and the ledger adds up")
    func bulk() async throws {
        let shop = try await Shop.open()
        let ids = try await Members().add(Self.members(2_500), on: shop.connection).get()
        #expect(Set(ids).count == 2_500)
        try await Members()
            .grant(
                ids.map { PointGrant(memberID: $0, points: 300) },
                by: .setUp,
                on: shop.connection
            ).get()
        let sums = try await shop.lines(
            """
            SELECT (SELECT sum(available) FROM preorder.point_balance),
                   (SELECT sum(remaining) FROM preorder.point_lot),
                   (SELECT sum(amount) FROM preorder.point_entry
                    WHERE debit = 'issued' AND credit = 'available'),
                   (SELECT count(DISTINCT expires_at) FROM preorder.point_lot)
            """
        )
        #expect(sums == ["750000\t750000\t750000\t1"])
        let reported = try await shop.lines(
            "SELECT count(*) FROM outbox.message WHERE kind = 'point_balance'"
        )
        #expect(reported == ["6"])
        await shop.close()
    }

    @Test("two grants to one member in a set both count")
    func twice() async throws {
        let shop = try await Shop.open()
        let ids = try await Members().add(Self.members(1), on: shop.connection).get()
        let id = try #require(ids.first)
        try await Members().grant(
            [PointGrant(memberID: id, points: 5), PointGrant(memberID: id, points: 7)],
            by: .setUp,
            on: shop.connection
        ).get()
        let member = try await shop.connection.only(ReadMember(memberID: id))
        #expect(member.available == 12)
        #expect(member.held == 0)
        await shop.close()
    }

    @Test(
        "a name is one line, within 200 characters",
        arguments: ["", " ", "a\nb", "a\u{0}b", String(repeating: "x", count: 201)]
    )
    func names(name: String) async throws {
        let shop = try await Shop.open()
        var members = Self.members(1)
        members[0].name = name
        #expect(try await Members().add(members, on: shop.connection) == .failure(.name))
        members[0].name = String(repeating: "김", count: 200)
        #expect(try await Members().add(members, on: shop.connection).get().count == 1)
        await shop.close()
    }

    @Test(
        "an address is one that relays take",
        arguments: [
            ("kim@x.example", true), ("kim.lee+games@mail.x-1.example", true),
            ("김@xn--9n2bp8q.example", true), ("", false), ("kim", false), ("kim@", false),
            ("@x.example", false), ("kim@@x.example", false), ("a,b@x.example", false),
            ("\"a b\"@x.example", false), ("a@예시.example", false), ("a..b@x.example", false),
            ("a@x.example\r\nBcc: b@x.example", false), ("a\u{0}@x.example", false),
            ("a@-x.example", false), (String(repeating: "a", count: 65) + "@x.example", false),
            ("a@" + String(repeating: "abc.", count: 64) + "example", false),
        ]
    )
    func addresses(email: String, accepted: Bool) async throws {
        let shop = try await Shop.open()
        var members = Self.members(1)
        members[0].email = email
        let result = try await Members().add(members, on: shop.connection)
        if accepted {
            #expect(try result.get().count == 1)
        } else {
            #expect(result == .failure(.email))
        }
        await shop.close()
    }

    @Test("one bad member refuses the set, one unknown member the grants")
    func refusals() async throws {
        let shop = try await Shop.open()
        var bad = Self.members(3)
        bad[1].email = "nobody"
        #expect(try await Members().add(bad, on: shop.connection) == .failure(.email))
        bad[1] = Self.members(1)[0]
        bad[2].country = "XX"
        #expect(try await Members().add(bad, on: shop.connection) == .failure(.unknownCountry))
        #expect(try await shop.lines("SELECT count(*) FROM preorder.member") == ["0"])
        let stranger = UUID()
        let ids = try await Members().add(Self.members(1), on: shop.connection).get()
        let grants = (ids + [stranger]).map { PointGrant(memberID: $0, points: 1) }
        let refused = try await Members().grant(grants, by: .setUp, on: shop.connection)
        #expect(throws: MemberRefusal.unknownMember(stranger)) { try refused.get() }
        let none = try await Members()
            .grant([PointGrant(memberID: stranger, points: 0)], by: .setUp, on: shop.connection)
        #expect(throws: MemberRefusal.points) { try none.get() }
        #expect(try await shop.lines("SELECT count(*) FROM preorder.point_entry") == ["0"])
        await shop.close()
    }
}
