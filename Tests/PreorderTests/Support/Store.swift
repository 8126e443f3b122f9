import Foundation
import Money
import Outbox
import Postgres
import Preorder
import PrivateCluster
import Synchronization
import Testing

/// A database of a test's own: five country offices with a member each, and a game.
///
/// It is noon (UTC) on the 23rd of November 2026, until the test says otherwise.
struct Store: Sendable {
    let conninfo: String
    let connection: Connection

    /// Sold in all five countries.
    let gameID: UUID

    private let members: [String: UUID]

    static func open() async throws -> Store {
        let template = try await Template.shared.value
        let name = "store_" + UUID().uuidString.lowercased().replacing("-", with: "")
        let admin = try await Template.connect(template.cluster, "postgres")
        try await admin.script("CREATE DATABASE \(name) TEMPLATE store")
        await admin.close()
        return Store(
            conninfo: template.cluster.conninfo(database: name),
            connection: try await Template.connect(template.cluster, name),
            gameID: template.gameID,
            members: template.members
        )
    }

    static func instant(_ text: String) throws -> Timestamp { try #require(Timestamp(text)) }

    func connect() async throws -> Connection {
        try await Connection.connect(ConnectionConfiguration(conninfo: conninfo))
    }

    func close() async { await connection.close() }

    func member(_ country: String = "KR") throws -> UUID { try #require(members[country]) }

    /// One more member.
    func join(_ country: String = "KR", language: String = "en") async throws -> UUID {
        let draft = NewMember(
            country: country,
            language: language,
            name: "Lee",
            email: "lee@x.example"
        )
        let ids = try await Members().add([draft], on: connection).get()
        return try #require(ids.first)
    }

    /// One more game, sold in Korea, or where `prices` says.
    func addGame(
        _ prices: [(String, String, Int64)] = [("KR", "KRW", 59_800)]
    ) async throws -> UUID {
        try await AddGame(by: .setUp)(try Template.game(prices), on: connection).get()
    }

    /// A discount from now until the 8th of December.
    @discardableResult
    func discount(
        _ policy: String,
        _ amount: Int64,
        country: String = "KR",
        policies: DiscountPolicies = DiscountPolicies()
    ) async throws -> UUID {
        let draft = DiscountDraft(
            gameID: gameID,
            country: country,
            policy: policy,
            amount: amount,
            from: try Store.instant("2026-11-23T12:00:00Z"),
            until: try Store.instant("2026-12-08T00:00:00Z"),
            by: .administrator("ada"),
            reason: "launch week"
        )
        return try await Discounts(policies: policies).register(draft, on: connection).get()
    }

    /// Grants points in a lot of their own.
    func grant(
        _ points: Int64,
        to member: UUID,
        until: String = "2027-11-23T12:00:00Z"
    ) async throws {
        try await connection.script(
            """
            BEGIN;
            UPDATE preorder.point_balance SET available = available + \(points)
            WHERE member_id = '\(member)';
            INSERT INTO preorder.point_lot (member_id, granted, remaining, expires_at)
            VALUES ('\(member)', \(points), \(points), '\(until)');
            INSERT INTO preorder.point_entry (kind, debit, credit, member_id, amount, posted_at)
            VALUES ('grant', 'issued', 'available', '\(member)', \(points), outbox.now());
            COMMIT
            """
        )
    }

    func setClock(_ instant: String) async throws {
        try await connection.script("UPDATE outbox.clock SET simulated_at = '\(instant)'")
    }

    /// The rows of a constant query without parameters, columns parted by `|`.
    func lines(_ query: String) async throws -> [String] {
        let rows = Mutex<[String]>([])
        try await connection.copyOut("COPY (\(query)) TO STDOUT (DELIMITER '|')") { row in
            let line = String(decoding: row.dropLast(), as: UTF8.self)
            rows.withLock { $0.append(line) }
        }
        return rows.withLock { $0 }
    }

    /// `channel/kind` of the messages of a reservation, sorted.
    func messages(of reservationID: UUID) async throws -> [String] {
        try await lines(
            """
            SELECT channel || '/' || kind FROM outbox.message
            WHERE key = '\(reservationID)' ORDER BY 1
            """
        )
    }

    /// `available|held` of a member.
    func balance(_ member: UUID) async throws -> String {
        let rows = try await lines(
            "SELECT available, held FROM preorder.point_balance WHERE member_id = '\(member)'"
        )
        return try #require(rows.first)
    }

    /// `granted|remaining|expires` of a member's lots, oldest first.
    func lots(_ member: UUID) async throws -> [String] {
        try await lines(
            """
            SELECT granted, remaining, to_char(expires_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI')
            FROM preorder.point_lot WHERE member_id = '\(member)' ORDER BY lot_id
            """
        )
    }

    /// Everything that a refusal must leave as it was.
    func footprint() async throws -> [String] {
        try await lines(
            """
            SELECT (SELECT count(*) FROM preorder.reservation),
                   (SELECT string_agg(reservation_id || status || version, ' '
                                      ORDER BY reservation_id) FROM preorder.reservation),
                   (SELECT string_agg(payment_id || status, ' ' ORDER BY payment_id)
                    FROM preorder.payment),
                   (SELECT count(*) FROM preorder.payment_credential),
                   (SELECT count(*) FROM preorder.point_entry),
                   (SELECT count(*) FROM preorder.point_hold),
                   (SELECT count(*) FROM outbox.message), (SELECT count(*) FROM outbox.queue),
                   (SELECT string_agg(member_id || ':' || available || ':' || held, ' '
                                      ORDER BY member_id) FROM preorder.point_balance),
                   (SELECT string_agg(lot_id || ':' || remaining, ' ' ORDER BY lot_id)
                    FROM preorder.point_lot)
            """
        )
    }
}
