import Channels
import Foundation
import Gateways
import Mail
import Money
import Outbox
import Postgres
import Preorder
import Sandbox
import Testing

extension Market {
    /// A payment that a new member submitted.
    struct Sale: Sendable {
        let memberID: UUID
        let reservationID: UUID
        let paymentID: UUID
        let orderID: String
        let token: String

        /// The gift; nil when it is for the member themselves.
        let giftID: UUID?
    }

    static func vault() throws -> Vault {
        try Vault(keys: [try Vault.Key(id: "k1", bytes: [UInt8](repeating: 7, count: 32))])
    }

    /// A new member reserves the game, with points that they were granted, and submits.
    ///
    /// `token` is what the buyer's client got; nil has a buyer approve at Toss Payments. `gift` is
    /// whom it is for, if not for themselves.
    func buy(
        _ country: String,
        token: String? = nil,
        points: Int64 = 0,
        method: String = "card",
        shown: Int64? = nil,
        gift: GiftWish? = nil,
        policies: DiscountPolicies = DiscountPolicies()
    ) async throws -> Sale {
        let memberID = try await join(country)
        if points > 0 { try await grant(points, to: memberID) }
        let (list, currency): (Int64, String) =
            country == "KR" ? (59_800, "KRW") : (5_999, "USD")
        let request = ReserveRequest(
            memberID: memberID,
            gameID: gameID,
            method: method,
            points: points,
            shown: Money(shown ?? list, try #require(Currency(currency))),
            gift: gift
        )
        let outcome = try await Reserve(policies: policies)(request, on: connection)
        guard case .reserved(let receipt) = outcome else {
            Issue.record("not reserved: \(outcome)")
            throw PostgresError.closed
        }
        var approved = token
        if approved == nil { approved = try await approve(receipt) }
        let sent = try #require(approved)
        let submitted = try await Submit(vault: try Market.vault())(
            paymentID: receipt.paymentID,
            memberID: memberID,
            token: sent,
            on: connection
        )
        #expect(submitted == .accepted(receipt.paymentID))
        return Sale(
            memberID: memberID,
            reservationID: receipt.reservationID,
            paymentID: receipt.paymentID,
            orderID: receipt.orderID,
            token: sent,
            giftID: receipt.giftID
        )
    }

    /// A new member.
    func join(_ country: String, language: String = "en") async throws -> UUID {
        let draft = NewMember(
            country: country,
            language: language,
            name: "Kim",
            email: "kim@x.example"
        )
        return try #require(try await Members().add([draft], on: connection).get().first)
    }

    private func grant(_ points: Int64, to memberID: UUID) async throws {
        let grant = PointGrant(memberID: memberID, points: points)
        try await Members().grant([grant], by: .setUp, on: connection).get()
    }

    private func approve(_ receipt: ReserveReceipt) async throws -> String {
        struct Approved: Decodable { let paymentKey: String }
        let answer = try await call(
            "/_authenticate",
            """
            {"gateway": "toss", "account": "toss-kr", "orderId": "\(receipt.orderID)",
             "amount": \(receipt.amount.decimalString), "currency": "KRW", "method": "CARD"}
            """
        )
        return try JSONDecoder().decode(Approved.self, from: Data(answer.body.utf8)).paymentKey
    }

    /// The adapters of both accounts; `credentials` are those of Toss Payments, the first current.
    ///
    /// `secret` stands in for both accounts' own.
    func gateways(
        credentials: [String] = ["v1"],
        secret other: String? = nil
    ) throws -> GatewayDirectory {
        var adapters: [String: any PaymentGateway] = [:]
        let secrets = [
            "stripe-us": other ?? "sk_test_stripe-us", "toss-kr": other ?? "test_sk_toss-kr",
        ]
        for (account, secret) in secrets {
            let all = credentials.map { GatewayCredential(id: $0, secret: "\(secret).\($0)") }
            let name = String(account.prefix { $0 != "-" })
            adapters[account] = try GatewayRegistry().gateway(
                named: name,
                GatewayConfiguration(
                    baseURL: sandbox.url,
                    credentials: GatewayCredentials(
                        current: try #require(all.first),
                        earlier: Array(all.dropFirst())
                    ),
                    lookUpTimeout: .seconds(20),
                    connectionsMax: 8
                )
            )
        }
        return GatewayDirectory(adapters)
    }

    /// Drains the payments once, as their role does.
    @discardableResult
    func drainPayments(
        _ gateways: GatewayDirectory? = nil,
        vault: Vault? = nil
    ) async throws -> RunCounts {
        let directory = try gateways ?? self.gateways()
        let handler = PaymentsHandler(
            gateways: directory,
            vault: try vault ?? Market.vault(),
            returnURL: "https://store.example/return",
            callTimeout: .seconds(20)
        )
        let counts = try await drain("payments") { try await $0.run(handler, on: $1) }
        await directory.close()
        return counts
    }

    /// Looks again at refunds that completed, as the role of its unit does; how many the gateway
    /// had taken back.
    func watchRefunds() async throws -> Int {
        let role = try await connect(as: "payments")
        let directory = try gateways()
        let watch = WatchRefunds(gateways: directory)
        do {
            let found = try await watch.run(asOf: nil, stop: StopSignal(), on: role)
            await directory.close()
            await role.close()
            return found.takenBack
        } catch {
            await directory.close()
            await role.close()
            throw error
        }
    }

    /// Drains the points once, as their role does.
    @discardableResult
    func drainPoints() async throws -> RunCounts {
        try await drain("points") { try await $0.run(PointsHandler(), on: $1) }
    }

    /// Drains the reports once, as their role does.
    @discardableResult
    func drainReports() async throws -> RunCounts {
        try await drain("reports") { try await $0.run(ReportsHandler(), on: $1) }
    }

    /// Drains the mails once, as their role does.
    @discardableResult
    func drainMail() async throws -> RunCounts {
        var configuration = SMTPConfiguration(
            host: "127.0.0.1",
            port: sandbox.smtpPort,
            security: .plain
        )
        configuration.timeouts.send = .seconds(20)
        let submission = try SMTPSubmission(configuration)
        let handler = MailHandler(
            submission: submission,
            catalog: .standard,
            from: try MailAddress("orders@store.example"),
            domain: "store.example",
            vault: try Market.vault(),
            callTimeout: .seconds(20)
        )
        let counts = try await drain("mail") { try await $0.run(handler, on: $1) }
        await submission.close()
        return counts
    }

    nonisolated(nonsending) func drain(
        _ channel: String,
        _ run: (Drain, Connection) async throws -> RunCounts
    ) async throws -> RunCounts {
        let role = try await connect(as: channel)
        var options = DrainOptions(channel: channel, runID: UUID())
        // No drain dies here, and a busy machine must not make one lose its lanes.
        options.lease = .seconds(120)
        options.jitter = .none
        let counts = try await run(Drain(options), role)
        await role.close()
        return counts
    }

    /// `payment|reservation|why it failed` of a sale.
    func state(_ sale: Sale) async throws -> String? {
        try await value(
            """
            SELECT p.status, r.status, coalesce(p.failure_reason, '-')
            FROM preorder.payment AS p JOIN preorder.reservation AS r USING (reservation_id)
            WHERE p.payment_id = '\(sale.paymentID)'
            """
        )
    }

    /// `channel/kind` of the messages of a sale, in the order written, reports left out.
    func messages(_ sale: Sale) async throws -> [String] {
        try await lines(
            """
            SELECT channel || '/' || kind FROM outbox.message
            WHERE key = '\(sale.reservationID)' AND channel <> 'reports' ORDER BY id
            """
        )
    }

    /// `available|held` of a sale's member.
    func balance(_ sale: Sale) async throws -> String? {
        try await value(
            """
            SELECT available, held FROM preorder.point_balance
            WHERE member_id = '\(sale.memberID)'
            """
        )
    }
}
