import Sandbox
import TestTurns
import Testing

@Suite("Settlement statements", .inTurn)
struct StatementTests {
    private func setClock(_ client: SandboxClient, _ instant: String) async throws {
        try await client.control("/_clock", #"{"at":"\#(instant)"}"#)
    }

    /// Two charges of 12.00 USD and a refund of 5.00, on 1 January.
    private func trade(_ client: SandboxClient) async throws {
        try await setClock(client, "2027-01-01T23:00:00Z")
        let id = try await client.chargedIntent()
        _ = try await client.chargedIntent(reference: "pay_2")
        let form = "payment_intent=\(id)&amount=500&metadata[refund_id]=r1"
        _ = try await client.stripe("POST", "refunds", form)
    }

    @Test("pay a day of Stripe's out two days later, after fees, to the cent")
    func payout() async throws {
        try await withSandbox { client in
            try await trade(client)
            #expect(try await client.stripe("GET", "payouts").count("data") == 0)
            try await setClock(client, "2027-01-03T00:00:00Z")
            let payouts = try await client.stripe("GET", "payouts")
            #expect(payouts.count("data") == 1)
            // 2.9 % and 30 cents of each 12.00 make 0.65.
            #expect(payouts["data.0.amount"] == "1770")
            let id = try #require(payouts["data.0.id"])
            let lines = try await client.stripe("GET", "balance_transactions?payout=\(id)")
            #expect(lines.count("data") == 4)
            #expect(lines["data.0.type"] == "payout")
            #expect(lines["data.0.net"] == "-1770")
            let nets = (1...3).compactMap { lines["data.\($0).net"].flatMap { Int($0) } }
            #expect(nets.reduce(0, +) == 1_770)
            #expect((1...3).contains { lines["data.\($0).type"] == "refund" })
        }
    }

    @Test("list Stripe's transactions page by page, and know no other account's payout")
    func pages() async throws {
        try await withSandbox { client in
            try await trade(client)
            try await setClock(client, "2027-01-03T00:00:00Z")
            let first = try await client.stripe("GET", "balance_transactions?limit=3")
            #expect(first["has_more"] == "1")
            let last = try #require(first["data.2.id"])
            let rest = try await client.stripe("GET", "balance_transactions?starting_after=\(last)")
            #expect(rest.count("data") == 1)
            let id = try #require(try await client.stripe("GET", "payouts")["data.0.id"])
            var other = client
            other.stripeKey = "sk_test_stripe-jp"
            let strange = try await other.stripe("GET", "balance_transactions?payout=\(id)")
            #expect(strange.status == 400)
        }
    }

    @Test("write Stripe's report in major units, the customer's money beside the settled")
    func report() async throws {
        try await withSandbox { client in
            try await setClock(client, "2027-01-01T09:00:00Z")
            let form = "amount=15730&currency=kwd&metadata[payment_id]=p1&metadata[order_id]=o1"
            let created = try await client.stripe("POST", "payment_intents", form)
            _ = try await client.confirm(try #require(created["id"]))
            try await setClock(client, "2027-01-04T00:00:00Z")
            let path = "/_statement/payout_reconciliation.csv?account=stripe-us"
            let csv = try await client.control(path + "&from=2027-01-03&to=2027-01-03").body
            let rows = csv.split(separator: "\n").map { $0.split(separator: ",").map(String.init) }
            #expect(rows.count == 2)
            let table = Dictionary(uniqueKeysWithValues: zip(rows[0], rows[1]))
            #expect(rows[0].prefix(3).last == "balance_transaction_id")
            // 15.730 KWD at 3.25 USD.
            #expect(csv.contains(",2027-01-01 09:00:00,2027-01-03 00:00:00,usd,51.12,1.78,49.34,"))
            #expect(csv.contains(",15.730,kwd,"))
            #expect(csv.contains(",p1,o1,"))
            #expect(table["automatic_payout_effective_at_utc"] == "2027-01-03 00:00:00")
            let none = try await client.control(path + "&from=2027-01-04").body
            #expect(none.split(separator: "\n").count == 1)
        }
    }

    @Test("show a refund that failed later as money that left and came back")
    func lateFailure() async throws {
        try await withSandbox {
            $0.faults.rates[.refundFailsLate] = 1
        } _: { client in
            try await trade(client)
            try await setClock(client, "2027-01-02T00:30:00Z")
            let lines = try await client.stripe("GET", "balance_transactions")
            #expect(lines["data.0.type"] == "refund_failure")
            #expect(lines["data.0.amount"] == "500")
        }
    }

    @Test("list Toss's transactions of Korean days, cancels below 0")
    func tossTransactions() async throws {
        try await withSandbox { client in
            // Nine in the morning of the second in Seoul.
            try await setClock(client, "2027-01-02T00:00:00Z")
            let paymentKey = try await client.chargedPayment(order: "order_1")
            let body = #"{"cancelReason":"r","cancelAmount":1000}"#
            _ = try await client.toss("POST", "\(paymentKey)/cancel", body)
            let path = "/v1/transactions?startDate=2027-01-02&endDate=2027-01-02"
            let rows = try await client.toss("GET", path)
            #expect(rows.count("") == 2)
            #expect(Set([rows["0.amount"], rows["1.amount"]]) == ["12000", "-1000"])
            let first = try #require(rows["0.transactionKey"])
            let rest = try await client.toss("GET", path + "&startingAfter=\(first)&limit=5")
            #expect(rest.count("") == 1)
            let before = "/v1/transactions?startDate=2027-01-01&endDate=2027-01-01"
            #expect(try await client.toss("GET", before).count("") == 0)
            #expect(try await client.toss("GET", "/v1/transactions").status == 400)
        }
    }

    @Test("settle Toss's day when it is over, with the fee given back for a cancel")
    func tossSettlements() async throws {
        try await withSandbox { client in
            try await setClock(client, "2027-01-02T00:00:00Z")
            let paymentKey = try await client.chargedPayment(order: "order_1", amount: 99_800)
            _ = try await client.toss("POST", "\(paymentKey)/cancel", #"{"cancelReason":"r"}"#)
            let sold = "/v1/settlements?startDate=2027-01-02&endDate=2027-01-02"
            #expect(try await client.toss("GET", sold).count("") == 0)
            try await setClock(client, "2027-01-02T15:00:00Z")
            let rows = try await client.toss("GET", sold)
            #expect(rows.count("") == 2)
            let place = rows["0.amount"] == "99800" ? 0 : 1
            #expect(rows["\(place).payOutAmount"] == "97554")
            #expect(rows["\(1 - place).payOutAmount"] == "-97554")
            #expect(rows["\(1 - place).cancel.cancelAmount"] == "99800")
            #expect(rows["0.paidOutDate"] == "2027-01-05")
            let paid = "/v1/settlements?startDate=2027-01-05&endDate=2027-01-05"
            let byPayout = try await client.toss(
                "GET",
                paid + "&dateType=paidOutDate&size=1&page=2"
            )
            #expect(byPayout.count("") == 1)
        }
    }

    @Test("are wrong only in the lines that the truth names, as the seed has it")
    func wrongLines() async throws {
        try await withSandbox {
            $0.faults.rates[.wrongSettlementLine] = 0.5
        } _: { client in
            try await setClock(client, "2027-01-01T00:00:00Z")
            for number in 1...12 {
                _ = try await client.chargedPayment(order: "order_\(number)")
                _ = try await client.chargedIntent(reference: "pay_\(number)")
            }
            try await setClock(client, "2027-01-09T00:00:00Z")
            let truth = try await client.control("/_truth")
            let count = try #require(truth.count("settlement_faults"))
            let faults = (0..<count).map { number in
                (
                    gateway: truth["settlement_faults.\(number).gateway"] ?? "",
                    kind: truth["settlement_faults.\(number).kind"] ?? ""
                )
            }
            #expect(Set(faults.map(\.kind)) == ["amount_differs", "missing", "duplicate"])
            let stripe = try await client.stripe("GET", "balance_transactions?limit=100")
            let toss = try await client.toss(
                "GET",
                "/v1/settlements?startDate=2027-01-01&endDate=2027-01-01"
            )
            for (gateway, shown) in [
                // One of Stripe's lines is the payout.
                ("stripe", (stripe.count("data") ?? 0) - 1), ("toss", toss.count("") ?? 0),
            ] {
                let own = faults.filter { $0.gateway == gateway }.map(\.kind)
                let missing = own.filter { $0 == "missing" }.count
                let doubled = own.filter { $0 == "duplicate" }.count
                #expect(shown == 12 - missing + doubled)
            }
            let off = (0..<(toss.count("") ?? 0)).filter { toss["\($0).amount"] == "12001" }.count
            let named = faults.filter { $0.gateway == "toss" && $0.kind == "amount_differs" }.count
            #expect(off == named)
            // What was really paid does not follow the wrong lines.
            #expect(try await client.stripe("GET", "payouts")["data.0.amount"] == "13620")
            #expect(try await client.control("/_truth").body == truth.body)
        }
    }
}
