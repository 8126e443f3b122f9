import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Postgres
import Preorder
import Testing

@testable import reservoir_demo

@Suite("A refund that the gateway refused for good", .serialized)
struct DeadLetterTests {
    private static let bob = ["--by", "bob", "--reason", "the gateway says it works again"]

    /// Three refunds that the gateway refused as often as the policy allows.
    private static func refused(_ body: (Stage) async throws -> Void) async throws {
        let refusing = ["--refund-refused-rate", "1"]
        try await Stage.with(declineRate: 0, faults: refusing, lease: 12) { stage in
            try await stage.story.runBatches(until: stage.connection)
            let owned = try await stage.connection.query(ReadOwned(status: "reserved"))
            for reserved in owned.prefix(3) {
                let outcome = try await RequestRefund()(
                    reservationID: reserved.reservationID,
                    by: .member(reserved.memberID),
                    on: stage.connection
                )
                guard case .accepted = outcome else { throw DemoError.refused("\(outcome)") }
            }
            try await stage.story.runBatches(until: stage.connection)
            #expect(try await stage.number("\(Self.count) status = 'refused'") == 3)
            #expect(try await stage.number(Self.openLetters) == 3)
            try await Self.post(stage, "/_faults", #"{"refund_refused_rate":0}"#)
            try await body(stage)
        }
    }

    private static let count = "SELECT count(*) FROM preorder.refund WHERE"
    private static let openLetters =
        "SELECT count(*) FROM report.dead_letter WHERE state = 'open' AND kind = 'refund'"

    @discardableResult
    private static func post(
        _ stage: Stage,
        _ path: String,
        _ body: String,
        authorization: String? = nil
    ) async throws -> Data {
        var request = HTTPClientRequest(url: stage.world.sandboxURL + path)
        request.method = .POST
        request.body = .bytes(ByteBuffer(string: body))
        if let authorization {
            request.headers.add(name: "Authorization", value: authorization)
            request.headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded")
        }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(60))
        #expect(response.status == .ok)
        return Data(try await response.body.collect(upTo: 1 << 20).readableBytesView)
    }

    private static func admin(
        _ stage: Stage,
        _ arguments: [String]
    ) async throws -> ProgramRunner.Result {
        try await ProgramRunner(environment: stage.world.environment)
            .run("reservoir-admin", ["dead-letter"] + arguments)
    }

    @Test("succeeds the next day when it is replayed, once, whoever replays it and dies on the way")
    func replayed() async throws {
        try await Self.refused { stage in
            let first = try await stage.number("SELECT min(message_id) FROM report.dead_letter")
            let replay = ["replay", "\(first)"]
            async let one = Self.admin(stage, replay + Self.bob)
            async let two = Self.admin(stage, replay + Self.bob)
            let statuses = try await [one.status, two.status].sorted()
            #expect(statuses == [0, 64])
            let many = ["replay", "--channel", "payments", "--per-second", "1", "--json"]
            let result = try await Self.admin(stage, many + Self.bob)
            #expect(result.output.hasSuffix("\"replayed\":2}\n"), "\(result.output)")
            try await stage.crash("reservoir-drain", ["payments"], at: "payments:wire:after")
            let again = try await Self.admin(stage, replay + Self.bob)
            #expect(again.status == 64)
            let broken = try await stage.finish()
            #expect(broken == [])
            #expect(
                try await stage.number("\(Self.count) status = 'completed' AND generation > 4") == 3
            )
            #expect(try await stage.number("SELECT count(*) FROM truth_refund") == 3)
            #expect(try await stage.number(Self.openLetters) == 0)
        }
    }

    @Test("and was then made by hand at the gateway is taken into the books and watched there")
    func byHand() async throws {
        try await Self.refused { stage in
            let rows = try await stage.connection.query(ReadRefused())
            for refund in rows where refund.gateway == "stripe" {
                let made = try await Self.post(
                    stage,
                    "/v1/refunds",
                    "payment_intent=\(refund.gatewayPaymentID)"
                        + "&metadata[refund_id]=\(refund.refundID.uuidString.lowercased())",
                    authorization: "Bearer sk_test_\(refund.account)"
                )
                let id = try JSONDecoder().decode(MadeRefund.self, from: made).id
                let resolved = try await Self.admin(
                    stage,
                    [
                        "resolve", "\(refund.messageID)", "--as", "applied", "--gateway-id", id,
                        "--evidence", "the console's receipt",
                    ] + Self.bob
                )
                #expect(resolved.status == 0)
            }
            let byHand = rows.count { $0.gateway == "stripe" }
            try #require(byHand > 0)
            if byHand < 3 {
                let rest = try await Self.admin(stage, ["replay", "--all"] + Self.bob)
                #expect(rest.status == 0)
            }
            for days in [2, 4, 8] {
                _ = try await stage.run("reservoir-sweep", ["refunds"])
                #expect(try await stage.number("\(Self.count) failed_late_at IS NOT NULL") == 0)
                try await stage.connection.execute(MoveClock(seconds: days * 86_400))
            }
            let broken = try await stage.finish()
            #expect(broken == [])
            #expect(
                try await stage.number("\(Self.count) status = 'completed' AND looks >= 2") == 3
            )
        }
    }
}

/// What the gateway answers to a refund made by hand.
private struct MadeRefund: Decodable {
    let id: String
}

/// Refused refunds of a whole charge, with what a person at the gateway's console needs.
struct ReadRefused: Statement {
    static let sql = """
        SELECT d.message_id, f.refund_id, a.gateway, a.account, p.gateway_payment_id
        FROM preorder.refund AS f
        JOIN preorder.payment AS p USING (payment_id)
        JOIN preorder.gateway_account AS a ON a.account = p.account
        JOIN outbox.dead_letter AS d ON d.key = f.reservation_id AND d.state = 'open'
        WHERE f.status = 'refused' AND f.cash_minor = p.amount_minor
        ORDER BY f.refund_id
        """

    struct Refused: Sendable {
        let messageID: Int64
        let refundID: UUID
        let gateway: String
        let account: String
        let gatewayPaymentID: String
    }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> Refused {
        try Refused(
            messageID: row.next(),
            refundID: row.next(),
            gateway: row.next(),
            account: row.next(),
            gatewayPaymentID: row.next()
        )
    }
}
