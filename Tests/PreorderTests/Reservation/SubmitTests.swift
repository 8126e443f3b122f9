import Foundation
import Postgres
import Preorder
import TestTurns
import Testing

@Suite("A submission", .inTurn)
struct SubmitTests {
    @Test("is accepted once: pending, a charge and a report are asked for")
    func accepted() async throws {
        let store = try await Store.open()
        let member = try store.member()
        let receipt = try await store.reserve(try store.request(member))
        let id = receipt.paymentID
        #expect(try await store.submit(id, by: member) == .accepted(id))
        #expect(
            try await store.lines(
                """
                SELECT p.status, r.status FROM preorder.payment AS p
                JOIN preorder.reservation AS r USING (reservation_id)
                """
            ) == ["pending|pending"]
        )
        #expect(
            try await store.messages(of: receipt.reservationID)
                == ["payments/charge", "reports/reservation", "reports/reservation"]
        )
        try await expectRefused(.alreadySubmitted, id, by: member, in: store)
        await store.close()
    }

    @Test("of one payment on twenty connections is accepted once")
    func race() async throws {
        let store = try await Store.open()
        let member = try store.member()
        let receipt = try await store.reserve(try store.request(member))
        let id = receipt.paymentID
        let outcomes = try await withThrowingTaskGroup(of: SubmitOutcome.self) { group in
            for _ in 0..<20 {
                group.addTask {
                    let connection = try await store.connect()
                    let outcome = try await store.submit(id, by: member, on: connection)
                    await connection.close()
                    return outcome
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.count { $0 == .accepted(id) } == 1)
        #expect(outcomes.count { $0 == .alreadySubmitted } == 19)
        #expect(
            try await store.messages(of: receipt.reservationID).count { $0 == "payments/charge" }
                == 1
        )
        await store.close()
    }

    @Test("of someone else's payment, or of one that does not exist, finds no payment")
    func unknown() async throws {
        let store = try await Store.open()
        let receipt = try await store.reserve(try store.request(try store.member()))
        let other = try await store.join()
        try await expectRefused(.unknownPayment, receipt.paymentID, by: other, in: store)
        try await expectRefused(.unknownPayment, UUID(), by: try store.member(), in: store)
        await store.close()
    }

    @Test("is too late from the instant that the receipt names, and in time just before")
    func tooLate() async throws {
        let store = try await Store.open()
        let (member, other) = (try store.member(), try await store.join())
        let late = try await store.reserve(try store.request(member))
        let timely = try await store.reserve(try store.request(other))
        #expect(late.authenticateBy == (try Store.instant("2026-11-23T12:30:00Z")).date)
        try await store.setClock("2026-11-23T12:29:59.999999Z")
        let id = timely.paymentID
        #expect(try await store.submit(id, by: other) == .accepted(id))
        try await store.setClock("2026-11-23T12:30:00Z")
        try await expectRefused(.tooLate, late.paymentID, by: member, in: store)
        _ = try await AbandonPayments.run(asOf: nil, limit: 10, on: store.connection)
        try await expectRefused(.tooLate, late.paymentID, by: member, in: store)
        await store.close()
    }

    @Test("of a payment that was submitted and failed says that it was submitted")
    func failedAfterwards() async throws {
        let store = try await Store.open()
        let member = try store.member()
        let receipt = try await store.reserve(try store.request(member))
        #expect(
            try await store.submit(receipt.paymentID, by: member) == .accepted(receipt.paymentID)
        )
        _ = try await store.connection.transaction { tx in
            try tx.settleCharges(
                [
                    ChargeFinding(
                        paymentID: receipt.paymentID,
                        messageID: nil,
                        event: .failed(FailureReason(rawValue: "card_declined"))
                    )
                ],
                at: try tx.only(ReadNow())
            )
        }
        try await expectRefused(.alreadySubmitted, receipt.paymentID, by: member, in: store)
        await store.close()
    }

    @Test("of a payment that points covered has been submitted already")
    func covered() async throws {
        let store = try await Store.open()
        let member = try store.member()
        try await store.grant(59_800, to: member)
        let receipt = try await store.reserve(
            try store.request(member, method: nil, points: 59_800)
        )
        try await expectRefused(.alreadySubmitted, receipt.paymentID, by: member, in: store)
        await store.close()
    }

    @Test(
        "with a malformed token is refused",
        arguments: [
            "", String(repeating: "x", count: 513), " ", "a b", "a ", "a\n", "a\u{7}", "\u{0}",
            "a\u{7f}", "키", "é", "a\u{2028}",
        ]
    )
    func malformed(token: String) async throws {
        let store = try await Store.open()
        let member = try store.member()
        let receipt = try await store.reserve(try store.request(member))
        try await expectRefused(
            .malformedToken,
            receipt.paymentID,
            by: member,
            token: token,
            in: store
        )
        await store.close()
    }

    @Test("takes a token of 1 to 512 characters", arguments: [1, 512])
    func length(count: Int) async throws {
        let store = try await Store.open()
        let member = try store.member()
        let id = try await store.reserve(try store.request(member)).paymentID
        let token = String(repeating: "~", count: count)
        #expect(try await store.submit(id, by: member, token: token) == .accepted(id))
        await store.close()
    }

    @Test("leaves its token in no table, as text or as bytes; only the vault opens what is kept")
    func sealed() async throws {
        let store = try await Store.open()
        let member = try store.member()
        let token = "tgen_20261123Secret"
        let id = try await store.reserve(try store.request(member)).paymentID
        #expect(try await store.submit(id, by: member, token: token) == .accepted(id))
        let hex = token.utf8.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
            .joined()
        let tables = try await store.lines(
            """
            SELECT format('%I.%I', schemaname, tablename) FROM pg_tables
            WHERE schemaname NOT IN ('pg_catalog', 'information_schema')
            """
        )
        #expect(tables.contains("preorder.payment_credential"))
        for table in tables {
            let found = try await store.lines(
                """
                SELECT count(*) FROM \(table) AS t
                WHERE t::text ILIKE '%\(token)%' OR t::text ILIKE '%\(hex)%'
                """
            )
            #expect(found == ["0"], "\(table)")
        }
        let kept = try await store.lines(
            "SELECT encode(sealed, 'hex'), seal_key_id FROM preorder.payment_credential"
        )
        let columns = try #require(kept.first).split(separator: "|")
        let sealed = try bytes(columns[0])
        let opened = try Store.vault().open(
            sealed,
            keyID: String(columns[1]),
            purpose: PaymentCredential.purpose(id)
        )
        #expect(opened == Array(token.utf8))
        #expect(throws: VaultError.self) {
            try Store.vault().open(
                sealed,
                keyID: String(columns[1]),
                purpose: PaymentCredential.purpose(UUID())
            )
        }
        await store.close()
    }

    @Test("gives toss 10 minutes to be charged, and stripe what the policy says")
    func deadline() async throws {
        let store = try await Store.open()
        let (korean, american) = (try store.member(), try store.member("US"))
        let toss = try await store.reserve(try store.request(korean)).paymentID
        let stripe = try await store.reserve(
            try store.request(american, shown: 5_999, in: "USD")
        ).paymentID
        try await store.setClock("2026-11-23T12:20:00Z")
        #expect(try await store.submit(toss, by: korean) == .accepted(toss))
        #expect(try await store.submit(stripe, by: american) == .accepted(stripe))
        #expect(
            try await store.lines(
                """
                SELECT account, extract(epoch FROM deadline_at - submitted_at)::int / 60
                FROM preorder.payment ORDER BY account
                """
            ) == ["stripe-us|1440", "toss-kr|10"]
        )
        await store.close()
    }

    private func expectRefused(
        _ refusal: SubmitOutcome,
        _ paymentID: UUID,
        by memberID: UUID,
        token: String = "tgen_2026",
        in store: Store,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let before = try await store.footprint()
        let outcome = try await store.submit(paymentID, by: memberID, token: token)
        #expect(outcome == refusal, sourceLocation: sourceLocation)
        #expect(try await store.footprint() == before, sourceLocation: sourceLocation)
    }

    private func bytes(_ hex: Substring) throws -> [UInt8] {
        let digits = try hex.map { try #require($0.hexDigitValue) }
        return stride(from: 0, to: digits.count, by: 2).map {
            UInt8(digits[$0] << 4 | digits[$0 + 1])
        }
    }
}

/// Domain time; one row.
private struct ReadNow: Statement {
    static let sql = "SELECT outbox.now()"

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> Timestamp { try row.next() }
}
