import Foundation
import Postgres
import Preorder
import TestTurns
import Testing

@testable import Outbox

@Suite("The reports handler", .inTurn)
struct ReportsHandlerTests {
    private static let sales = """
        SELECT day, country, currency, reservations, gifts, gross_minor, discount_minor,
               points_minor, charged_minor, refunded_minor
        FROM report.daily_sales ORDER BY day, country
        """

    @Test("reports a reservation, its payment and its member's points")
    func details() async throws {
        let connection = try await ReportDatabase.create().connect()
        let shop = Shop(connection: connection)
        let id = UUID()
        try await shop.grant(70, to: 0)
        try await shop.reserve(id)
        try await shop.complete(id)
        let messages = try await connection.takeMessages().filter { $0.kind == "reservation" }
        try await connection.apply(messages)
        #expect(
            try await connection.rows(
                """
                SELECT status, charged_minor, is_gift, reserved_on, version
                FROM report.reservation
                """
            ) == ["(reserved,1000,t,2026-02-02,3)"]
        )
        #expect(
            try await connection.rows(
                "SELECT gateway, account, status, amount_minor, version FROM report.payment"
            )
                == ["(toss,toss-kr,completed,1000,3)"]
        )
        #expect(
            try await connection.rows("SELECT available, held FROM report.point_balance")
                == ["(70,0)"]
        )
        #expect(
            try await connection.rows(Self.sales)
                == ["(2026-02-02,KR,KRW,1,1,1500,300,200,1000,0)"]
        )
    }

    @Test("changes nothing while its messages are not drained")
    func undrained() async throws {
        let connection = try await ReportDatabase.create().connect()
        let shop = Shop(connection: connection)
        let id = UUID()
        try await shop.reserve(id)
        try await connection.drain()
        let before = try await connection.rows("SELECT * FROM report.reservation")
        try await shop.complete(id)
        try await shop.grant(5, to: 1)
        #expect(try await connection.rows("SELECT * FROM report.reservation") == before)
        #expect(try await connection.rows(Self.sales).isEmpty)
        #expect(try await connection.rows("SELECT status FROM report.payment") == ["(pending)"])
        #expect(try await connection.rows("SELECT member_id FROM report.member_points").isEmpty)
        try await connection.drain()
        #expect(try await connection.rows("SELECT member_id FROM report.member_points").count == 1)
        #expect(try await connection.rows(Self.sales).count == 1)
    }

    @Test("gives the same tables for messages backwards, one by one and repeated")
    func anyOrder() async throws {
        let connection = try await ReportDatabase.create().connect()
        let shop = Shop(connection: connection)
        let ids = (0..<6).map { _ in UUID() }
        for id in ids {
            try await shop.reserve(id)
            try await shop.complete(id)
            try await shop.requestRefund(id)
        }
        try await shop.grant(10, to: 0)
        let messages = try await connection.takeMessages().sorted { $0.messageID > $1.messageID }
        for message in messages + messages { try await connection.apply([message]) }
        try await connection.apply(messages + messages)
        #expect(try await connection.query(CompareReports()).isEmpty)
        #expect(
            try await connection.rows(Self.sales)
                == ["(2026-02-02,KR,KRW,6,6,9000,1800,1200,6000,0)"]
        )
    }

    @Test("never replaces a row by an earlier version")
    func laterStays() async throws {
        let connection = try await ReportDatabase.create().connect()
        let shop = Shop(connection: connection)
        let id = UUID()
        try await shop.reserve(id)
        try await shop.grant(10, to: 0)
        let messages = try await connection.takeMessages()
        try await connection.apply(messages)
        try await connection.script(
            """
            UPDATE report.reservation SET version = 9, status = 'released';
            UPDATE report.payment SET version = 9, status = 'completed';
            UPDATE report.member_points SET as_of_entry = 999, available = 1;
            """
        )
        try await connection.apply(messages)
        #expect(
            try await connection.rows(
                """
                SELECT r.status, p.status AS payment_status, m.available
                FROM report.reservation AS r, report.payment AS p, report.member_points AS m
                """
            ) == ["(released,completed,1)"]
        )
    }

    @Test(
        "counts a sale on its day in the country's zone",
        arguments: [
            ("KR", "2026-03-01T14:59:59Z", "2026-03-01"),
            ("KR", "2026-03-01T15:00:00Z", "2026-03-02"),
            ("US", "2026-03-01T04:59:59Z", "2026-02-28"),
            ("US", "2026-03-01T05:00:00Z", "2026-03-01"),
            ("US", "2026-07-01T03:59:59Z", "2026-06-30"),
            ("US", "2026-07-01T04:00:00Z", "2026-07-01"),
        ]
    )
    func midnight(country: String, instant: String, day: String) async throws {
        let connection = try await ReportDatabase.create().connect()
        let shop = Shop(connection: connection)
        let id = UUID()
        try await shop.reserve(id, country: country, member: country == "KR" ? 0 : 10)
        try await shop.complete(id, at: instant)
        try await connection.drain()
        #expect(
            try await connection.rows("SELECT day, country, reservations FROM report.daily_sales")
                == ["(\(day),\(country),1)"]
        )
    }

    @Test("counts a refund on its own day, and takes it back when the gateway does")
    func refunds() async throws {
        let connection = try await ReportDatabase.create().connect()
        let shop = Shop(connection: connection)
        let id = UUID()
        let sale = "(2026-02-02,KR,KRW,1,1,1500,300,200,1000,0)"
        try await shop.reserve(id)
        try await shop.complete(id)
        try await shop.requestRefund(id)
        try await connection.drain()
        #expect(try await connection.rows(Self.sales) == [sale])
        // 16:00 UTC is the next day in Seoul.
        try await shop.completeRefund(id, at: "2026-02-07T16:00:00Z")
        try await connection.drain()
        let refund = "(2026-02-08,KR,KRW,0,0,0,0,0,0,900)"
        #expect(try await connection.rows(Self.sales) == [sale, refund])
        try await shop.loseRefund(id)
        try await connection.drain()
        let none = refund.replacing("900", with: "0")
        #expect(try await connection.rows(Self.sales) == [sale, none])
        #expect(try await connection.query(CompareReports()).isEmpty)
        try await shop.settleOutside(id, at: "2026-02-20T00:00:00Z")
        try await connection.drain()
        let outside = "(2026-02-20,KR,KRW,0,0,0,0,0,0,900)"
        #expect(try await connection.rows(Self.sales) == [sale, none, outside])
        #expect(try await connection.query(CompareReports()).isEmpty)
    }

    @Test("counts a charge that was reversed neither as a sale nor as a refund")
    func reversal() async throws {
        let connection = try await ReportDatabase.create().connect()
        let shop = Shop(connection: connection)
        let id = UUID()
        try await shop.reserve(id)
        try await shop.fail(id)
        try await shop.reverse(id)
        try await connection.drain()
        #expect(try await connection.rows(Self.sales).isEmpty)
        #expect(
            try await connection.rows("SELECT status, refunded_minor FROM report.payment")
                == ["(reversed,1000)"]
        )
    }

    @Test("refuses a kind that the channel does not have, and writes nothing of its set")
    func unknownKind() async throws {
        let connection = try await ReportDatabase.create().connect()
        let shop = Shop(connection: connection)
        try await shop.reserve(UUID())
        let foreign = QueuedMessage(
            messageID: 7,
            day: "2026-02-01",
            lane: 0,
            kind: "weather",
            key: UUID(),
            attempts: 0,
            asks: 0
        )
        let messages = try await connection.takeMessages() + [foreign]
        await #expect(throws: ReportError.unknownKind("weather", messageID: 7)) {
            try await connection.apply(messages)
        }
        #expect(try await connection.rows("SELECT status FROM report.reservation").isEmpty)
    }

    @Test("refuses a point_balance message without members")
    func malformed() async throws {
        let connection = try await ReportDatabase.create().connect()
        try await connection.script(
            Shop.message(kind: "point_balance", key: "gen_random_uuid()", payload: "{}")
        )
        let messages = try await connection.takeMessages()
        #expect(messages.count == 1)
        await #expect(throws: PostgresError.self) { try await connection.apply(messages) }
    }
}
