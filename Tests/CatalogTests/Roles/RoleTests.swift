import Foundation
import Money
import Outbox
import Postgres
import Preorder
import TestTurns
import Testing

@Suite("Each program with its own role", .inTurn)
struct RoleTests {
    private static let key = [UInt8](repeating: 7, count: 32)

    private func connect(_ shop: Shop, _ role: String) async throws -> Connection {
        let conninfo = shop.conninfo.replacing("user='postgres'", with: "user='reservoir_\(role)'")
        try #require(conninfo != shop.conninfo)
        return try await Connection.connect(ConnectionConfiguration(conninfo: conninfo))
    }

    /// A member with points, added as the administrator.
    private func member(_ shop: Shop) async throws -> UUID {
        let admin = try await connect(shop, "admin")
        let ids = try await Members().add(
            [NewMember(country: "KR", language: "ko", name: "김", email: "kim@example.com")],
            on: admin
        ).get()
        let id = try #require(ids.first)
        try await Members().grant([PointGrant(memberID: id, points: 60_000)], by: .setUp, on: admin)
            .get()
        await admin.close()
        return id
    }

    /// Reserves as the API, with points for all or for a part.
    private func reserve(_ shop: Shop, points: Int64, submits: Bool = true) async throws {
        let member = try await member(shop)
        let api = try await connect(shop, "api")
        let outcome = try await Reserve()(
            ReserveRequest(
                memberID: member,
                gameID: shop.gameID,
                method: points == 59_800 ? nil : "card",
                points: points,
                shown: Money(59_800, try #require(Shop.won))
            ),
            on: api
        )
        guard case .reserved(let receipt) = outcome else {
            Issue.record("refused: \(outcome)")
            return
        }
        if submits, !receipt.isComplete {
            let vault = try Vault(keys: [Vault.Key(id: "k", bytes: Self.key)])
            _ = try await Submit(vault: vault)(
                paymentID: receipt.paymentID,
                memberID: member,
                token: "tviva_1",
                on: api
            )
        }
        await api.close()
    }

    @Test("a game paid with points goes from the API through both internal drains")
    func internalChannels() async throws {
        let shop = try await Shop.open()
        try await reserve(shop, points: 59_800)
        for channel in ["points", "reports"] {
            let connection = try await connect(shop, channel)
            let drain = Drain(DrainOptions(channel: channel, runID: UUID()))
            let counts =
                channel == "points"
                ? try await drain.run(PointsHandler(), on: connection)
                : try await drain.run(ReportsHandler(), on: connection)
            #expect(counts.applied > 0 && counts.retried == 0 && counts.dead == 0)
            await connection.close()
        }
        let reported = try await shop.lines(
            "SELECT status, points_used FROM report.reservation"
        )
        #expect(reported == ["reserved\t59800"])
        await shop.close()
    }

    @Test(
        "the engine works on every external channel",
        arguments: ["payments", "mail", "webhooks"]
    )
    func externalChannels(channel: String) async throws {
        let shop = try await Shop.open()
        try await shop.connection.transaction { tx in
            _ = try tx.write(
                [
                    MessageDraft(
                        channel: channel,
                        kind: "echo",
                        key: UUID(),
                        payload: JSONText("{}")
                    )
                ],
                at: try Shop.instant("2026-11-23T12:00:00Z")
            )
        }
        let connection = try await connect(shop, channel)
        var options = DrainOptions(channel: channel, runID: UUID())
        options.lease = .seconds(4)
        let counts = try await Drain(options).run(EchoHandler(), on: connection)
        #expect(counts.retried + counts.applied > 0)
        #expect(try await shop.lines("SELECT count(*) FROM outbox.attempt_request") == ["1"])
        await connection.close()
        await shop.close()
    }

    @Test("an unsubmitted payment is withdrawn by the sweep's role, a submitted one is not")
    func abandoned() async throws {
        let shop = try await Shop.open()
        try await reserve(shop, points: 100)
        try await reserve(shop, points: 200, submits: false)
        let sweep = try await connect(shop, "sweep")
        let late = try Shop.instant("2026-12-24T12:00:00Z")
        #expect(try await AbandonPayments.run(asOf: late, limit: 10, on: sweep) == 1)
        let states = try await shop.lines(
            "SELECT points_used, status FROM preorder.reservation ORDER BY points_used"
        )
        #expect(states == ["100\tpending", "200\tcancelled"])
        await sweep.close()
        await shop.close()
    }

    @Test("points expire, and are told of, by the sweep's role; the mail's role reads what is left")
    func points() async throws {
        let shop = try await Shop.open()
        let members = try await Members().add(
            [NewMember(country: "KR", language: "ko", name: "Kim", email: "kim@x.example")],
            on: shop.connection
        ).get()
        let member = try #require(members.first)
        let admin = try await connect(shop, "admin")
        try await Members().grant(
            [PointGrant(memberID: member, points: 40)],
            by: .setUp,
            on: admin
        ).get()
        try await AdjustPoints(by: .setUp)(-15, of: member, on: admin).get()
        await admin.close()
        let sweep = try await connect(shop, "sweep")
        let soon = try Shop.instant("2027-11-20T12:00:00Z")
        #expect(try await ExpiryNotice.run(asOf: soon, limit: 10, on: sweep).members == 1)
        let mail = try await connect(shop, "mail")
        let letters = try await mail.query(ReadPointsLetters(lotIDs: [1], now: soon))
        #expect(letters.map { "\($0.points) \($0.until)" } == ["25 2027-11-23 21:00"])
        await mail.close()
        let late = try Shop.instant("2027-11-23T12:00:00Z")
        #expect(try await ExpirePoints.run(asOf: late, limit: 10, on: sweep).points == 25)
        await sweep.close()
        await shop.close()
    }

    /// Gives the game as the API, points paying all; the gift and its recipient.
    private func give(_ shop: Shop, on api: Connection) async throws -> (UUID, UUID) {
        let (sender, recipient) = (try await member(shop), try await member(shop))
        let outcome = try await Reserve()(
            ReserveRequest(
                memberID: sender,
                gameID: shop.gameID,
                method: nil,
                points: 59_800,
                shown: Money(59_800, try #require(Shop.won)),
                gift: GiftWish(recipientID: recipient, message: "for you")
            ),
            on: api
        )
        guard case .reserved(let receipt) = outcome else {
            Issue.record("refused: \(outcome)")
            throw PostgresError.unexpectedResult(statement: "give", reason: "refused")
        }
        return (try #require(receipt.giftID), recipient)
    }

    @Test(
        "gifts are given and answered by the API's role, expired by the sweep's, told by the mail's"
    )
    func gifts() async throws {
        let shop = try await Shop.open()
        let api = try await connect(shop, "api")
        let (first, firstRecipient) = try await give(shop, on: api)
        let (second, secondRecipient) = try await give(shop, on: api)
        let (third, thirdRecipient) = try await give(shop, on: api)
        #expect(
            try await Gifts().accept(first, by: firstRecipient, on: api)
                == .became(.accepted, refundID: nil)
        )
        guard
            case .became(.declined, .some) =
                try await Gifts().decline(second, by: secondRecipient, on: api)
        else {
            Issue.record("not declined")
            return
        }
        let read = ReadGift(giftID: third, memberID: thirdRecipient)
        #expect(try await api.first(read)?.status == .offered)
        await api.close()
        let sweep = try await connect(shop, "sweep")
        let soon = try Shop.instant("2026-12-20T12:00:00Z")
        #expect(try await RemindOfGifts.run(asOf: soon, limit: 9, on: sweep).reminded == 1)
        let mail = try await connect(shop, "mail")
        let letters = try await mail.query(
            ReadGiftLetters(giftIDs: [third], readerIDs: [thirdRecipient])
        )
        #expect(letters.map(\.message) == ["for you"])
        await mail.close()
        let late = try Shop.instant("2026-12-23T12:00:00Z")
        #expect(try await ExpireGifts.run(asOf: late, limit: 9, on: sweep).expired == 1)
        await sweep.close()
        await shop.close()
    }

    @Test("a refund before the points are credited is asked for by the API's role")
    func refund() async throws {
        let shop = try await Shop.open()
        try await reserve(shop, points: 100)
        let payment = try await shop.lines("SELECT payment_id FROM preorder.payment")
        let payments = try await connect(shop, "payments")
        let paymentID = try #require(payment.first.flatMap { UUID(uuidString: $0) })
        let now = try Shop.instant("2026-11-23T12:05:00Z")
        try await payments.transaction { tx in
            let event = ChargeEvent.applied(gatewayPaymentID: "pay_1")
            let finding = ChargeFinding(paymentID: paymentID, messageID: nil, event: event)
            _ = try tx.settleCharges([finding], at: now)
        }
        await payments.close()
        let api = try await connect(shop, "api")
        let rows = try await shop.lines(
            "SELECT reservation_id, member_id FROM preorder.reservation"
        )
        let ids = try #require(rows.first).split(separator: "\t").compactMap {
            UUID(uuidString: String($0))
        }
        let outcome = try await RequestRefund()(
            reservationID: ids[0],
            by: .member(ids[1]),
            on: api
        )
        guard case .accepted = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(
            try await shop.lines("SELECT reason FROM outbox.voided")
                == ["refunded before it was credited"]
        )
        await api.close()
        await shop.close()
    }

    @Test("a member is erased by the administrator's role, with what is sealed about them")
    func erased() async throws {
        let shop = try await Shop.open()
        let member = try await member(shop)
        try await shop.connection.script(
            """
            INSERT INTO outbox.message (channel, kind, key, payload, created_at)
            VALUES ('mail', 'points_expiring', '\(member)', '{}', outbox.now());
            INSERT INTO outbox.attempt_request
            SELECT 1, id, '\\x00', 'k', outbox.now() + interval '30 days' FROM outbox.message
            WHERE kind = 'points_expiring'
            """
        )
        let admin = try await connect(shop, "admin")
        let erased = try await EraseMember(by: .setUp)(member, on: admin).get()
        #expect(erased.giftsDeclined == 0)
        #expect(try await shop.lines("SELECT count(*) FROM outbox.attempt_request") == ["0"])
        #expect(try await shop.lines("SELECT name FROM preorder.member") == ["erased"])
        await admin.close()
        await shop.close()
    }
}
