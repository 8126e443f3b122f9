import Foundation
import Postgres
import Preorder
import TestTurns
import Testing

@Suite("A release that is moved", .inTurn)
struct MoveGameTests {
    private func move(
        _ store: Store,
        to instant: String,
        game: UUID? = nil,
        by act: StaffAct = .bob
    ) async throws -> Result<MoveGame.Moved, GameChangeRefusal> {
        try await MoveGame(by: act)(
            game ?? store.gameID,
            to: try Store.instant(instant),
            on: store.connection
        )
    }

    private func windows(_ store: Store) async throws -> [String] {
        try await store.lines(
            """
            SELECT country, to_char(upper(sales) AT TIME ZONE 'UTC', 'YYYY-MM-DD')
            FROM preorder.game_price WHERE game_id = '\(store.gameID)' ORDER BY country
            """
        )
    }

    @Test("is told to everybody who has reserved, in sets, once a move and member")
    func told() async throws {
        let store = try await Store.open()
        let (buyer, _) = try await store.bought()
        let unpaid = try await store.join()
        try await store.reserve(try store.request(unpaid))
        let (offered, accepted) = (try await store.offer(), try await store.accepted())
        // Has it and gives it as well: one mail.
        _ = try await store.offer(from: buyer)
        let gone = try await store.join()
        let withdrawn = try await store.reserve(try store.request(gone))
        _ = try await Withdraw()(
            reservationID: withdrawn.reservationID,
            memberID: gone,
            on: store.connection
        )
        let moved = try await move(store, to: "2027-05-01T00:00:00Z").get()
        #expect(moved.version == 1)
        try await store.setClock("2026-11-23T12:00:01Z")
        _ = try await store.bought()
        let told = try await store.sweepReleases(limit: 2).told
        #expect(told == 4)
        let readers = try await store.readers(of: "game_moved")
        #expect(
            Set(readers)
                == Set(
                    [buyer, unpaid, offered.senderID, accepted.recipientID].map(\.lowercased)
                )
        )
        #expect(readers.count == 4)
        #expect(try await store.sweepReleases(limit: 2) == .init())
        #expect(
            try await store.lines(
                "SELECT verb, done_by FROM preorder.staff_act ORDER BY act_id DESC LIMIT 1"
            )
                == ["release moved|bob"]
        )
        await store.close()
    }

    @Test("that is moved again before all are told tells everybody of the later move only")
    func again() async throws {
        let store = try await Store.open()
        for _ in 0..<3 { _ = try await store.bought() }
        _ = try await move(store, to: "2027-05-01T00:00:00Z").get()
        #expect(try await move(store, to: "2027-06-01T00:00:00Z").get().version == 2)
        #expect(try await store.sweepReleases(limit: 2).told == 3)
        #expect(
            try await store.lines(
                "SELECT version, told_at IS NOT NULL, told_through IS NOT NULL "
                    + "FROM preorder.game_move ORDER BY version"
            ) == ["1|t|f", "2|t|t"]
        )
        await store.close()
    }

    @Test("is told once by many at once")
    func together() async throws {
        let store = try await Store.open()
        for _ in 0..<12 { _ = try await store.bought() }
        _ = try await move(store, to: "2027-05-01T00:00:00Z").get()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                let connection = try await store.connect()
                group.addTask {
                    try await store.sweepReleases(limit: 2, on: connection)
                    await connection.close()
                }
            }
            try await group.waitForAll()
        }
        try await store.sweepReleases()
        let readers = try await store.readers(of: "game_moved")
        #expect(readers.count == 12 && Set(readers).count == 12)
        await store.close()
    }

    @Test("takes the sales that ended with it along, and cuts those that would outlast it")
    func sales() async throws {
        let store = try await Store.open()
        try await store.connection.script(
            """
            UPDATE preorder.game_price SET sales = tstzrange('2026-11-01Z', '2027-02-01Z')
            WHERE country = 'JP' AND game_id = '\(store.gameID)'
            """
        )
        let later = try await move(store, to: "2027-05-01T00:00:00Z").get()
        #expect(later.countries == ["DE", "KR", "KW", "US"])
        #expect(
            try await windows(store) == [
                "DE|2027-05-01", "JP|2027-02-01", "KR|2027-05-01", "KW|2027-05-01",
                "US|2027-05-01",
            ]
        )
        let sooner = try await move(store, to: "2027-01-15T00:00:00Z").get()
        #expect(sooner.countries == ["DE", "JP", "KR", "KW", "US"])
        #expect(try await windows(store).allSatisfy { $0.hasSuffix("|2027-01-15") })
        await store.close()
    }

    @Test("closes members' refunds 7 days after the new release")
    func refunds() async throws {
        let store = try await Store.open()
        let (member, _) = try await store.bought()
        _ = try await move(store, to: "2027-05-01T00:00:00Z").get()
        #expect(try await store.sweepReleases(asOf: "2027-04-30T23:59:59Z").released == 0)
        #expect(try await store.sweepReleases(asOf: "2027-05-01T00:00:00Z").released == 1)
        try await store.setClock("2027-05-07T23:59:59Z")
        let list = try await store.connection.query(ReadPurchases(memberID: member))
        #expect(list.map(\.isRefundable) == [true])
        await store.close()
    }

    @Test("is refused into the past, before its sales, and of what is out or cancelled")
    func refused() async throws {
        let store = try await Store.open()
        let footprint = "SELECT game_id, release_at, status FROM preorder.game ORDER BY 1"
        let before = try await store.lines(footprint)
        #expect(try await move(store, to: "2026-11-23T12:00:00Z") == .failure(.past))
        #expect(try await move(store, to: "2027-03-01T00:00:00Z") == .failure(.unmoved))
        #expect(
            try await move(store, to: "2027-05-01T00:00:00Z", game: UUID())
                == .failure(.unknownGame)
        )
        let silent = StaffAct(by: .administrator("bob"), reason: " ")
        #expect(
            try await move(store, to: "2027-05-01T00:00:00Z", by: silent)
                == .failure(.staff(.noReason))
        )
        try await store.connection.script(
            """
            UPDATE preorder.game_price SET sales = tstzrange('2027-01-01Z', '2027-02-01Z')
            WHERE country = 'JP' AND game_id = '\(store.gameID)'
            """
        )
        let from = try Store.instant("2027-01-01T00:00:00Z")
        #expect(
            try await move(store, to: "2027-01-01T00:00:00Z")
                == .failure(.beforeSales(country: "JP", from: from))
        )
        #expect(try await store.lines(footprint) == before)
        try await store.setClock("2027-03-01T00:00:00Z")
        #expect(try await move(store, to: "2027-05-01T00:00:00Z") == .failure(.released))
        try await store.sweepReleases()
        #expect(try await move(store, to: "2027-05-01T00:00:00Z") == .failure(.released))
        try await store.cancelGame()
        #expect(try await move(store, to: "2027-05-01T00:00:00Z") == .failure(.cancelled))
        #expect(try await store.lines("SELECT count(*) FROM preorder.game_move") == ["0"])
        await store.close()
    }
}
