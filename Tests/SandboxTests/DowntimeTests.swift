import Sandbox
import TestTurns
import Testing

@Suite("A service that is down for a while", .inTurn)
struct DowntimeTests {
    private static let noon = "2027-01-01T12:00:00Z"

    private func outage(_ kind: String, _ more: String = "") -> String {
        #"{"down":[{"kind":"\#(kind)","from":"\#(Self.noon)","seconds":600\#(more)}]}"#
    }

    private func setClock(_ client: SandboxClient, _ time: String) async throws {
        try await client.control("/_clock", #"{"at":"2027-01-01T\#(time)Z"}"#)
    }

    @Test(
        "lets nothing take effect, and works again when its time is over",
        arguments: [("reset", nil), ("503", 503)]
    )
    func nothingTakesEffect(_ kind: String, _ status: Int?) async throws {
        try await withSandbox { client in
            try await setClock(client, "11:59:59")
            try await client.control("/_faults", outage(kind))
            let id = try await client.intent()
            for time in ["12:00:00", "12:09:59"] {
                try await setClock(client, time)
                let answer = try await client.tryStripe(
                    "POST",
                    "payment_intents/\(id)/confirm",
                    "payment_method=pm_card_visa",
                    key: "k"
                )
                #expect(answer?.status == status)
            }
            let calls = try await client.control("/_calls")
            #expect(calls["lost_to_outages.stripe-us"] == "2")
            #expect(calls["idempotency_keys.k"] == nil)
            #expect(try await client.control("/_truth")["charges.0.status"] == "created")
            try await setClock(client, "12:10:00")
            #expect(try await client.confirm(id, key: "k")["status"] == "succeeded")
        }
    }

    @Test("can be down for one account while the others are served")
    func oneAccount() async throws {
        try await withSandbox { client in
            try await setClock(client, "12:00:00")
            try await client.control("/_faults", outage("reset", #","accounts":["toss-kr"]"#))
            #expect(try await client.tryToss("GET", "orders/order_1") == nil)
            #expect(try await client.tryStripe("GET", "payment_intents")?.status == 200)
        }
    }

    @Test("without a beginning goes down at once, without an end stays so until told")
    func bounds() async throws {
        try await withSandbox { client in
            try await setClock(client, "12:00:00")
            try await client.control("/_faults", #"{"down":[{"seconds":60}]}"#)
            #expect(try await client.control("/_faults")["down.0.from"] != nil)
            #expect(try await client.tryStripe("GET", "payment_intents") == nil)
            try await setClock(client, "12:01:00")
            #expect(try await client.tryStripe("GET", "payment_intents") != nil)
            try await client.control("/_faults", #"{"down":[{}]}"#)
            try await setClock(client, "23:00:00")
            #expect(try await client.tryStripe("GET", "payment_intents") == nil)
            try await client.control("/_faults", #"{"down":[]}"#)
            #expect(try await client.tryStripe("GET", "payment_intents") != nil)
        }
    }

    @Test("refuses connections by the clock, the port being its own all the while")
    func refusal() async throws {
        try await withSandbox { client in
            let control = client.atControlPort
            try await setClock(control, "11:59:59")
            let id = try await client.intent()
            try await control.control("/_faults", outage("refuse"))
            #expect(try await client.becomesClosed(false))
            try await setClock(control, "12:00:00")
            #expect(try await client.becomesClosed())
            #expect(try await control.control("/_truth")["charges.0.status"] == "created")
            try await setClock(control, "12:10:00")
            #expect(try await client.becomesClosed(false))
            #expect(try await client.confirm(id)["status"] == "succeeded")
        }
    }

    @Test("does not wait long for calls that are in hand when it closes its port")
    func callsInHand() async throws {
        try await withSandbox {
            $0.faults.delay = .seconds(30)
        } _: { client in
            let control = client.atControlPort
            async let lost = client.tryStripe("GET", "payment_intents")
            let isInHand = #""stripe.payment_intents.list":1"#
            while try await !control.control("/_calls").body.contains(isInHand) {}
            try await control.control("/_faults", #"{"delay_ms":0,"down":[{"kind":"refuse"}]}"#)
            #expect(try await client.becomesClosed())
            #expect(try await lost == nil)
            try await control.control("/_faults", #"{"down":[]}"#)
            #expect(try await client.becomesClosed(false))
            #expect(try await client.tryStripe("GET", "payment_intents")?.status == 200)
        }
    }

    @Test("can be the mail server, in each of the ways", arguments: ["reset", "503", "refuse"])
    func mail(_ kind: String) async throws {
        try await withSandbox { client in
            let port = client.address.smtpPort
            try await client.control(
                "/_faults",
                #"{"down":[{"service":"mail","kind":"\#(kind)"}]}"#
            )
            if kind == "refuse" {
                #expect(try await client.becomesClosed(port: port))
            } else {
                let received = try await RawConnection.exchange(port: port, sending: "QUIT\r\n")
                #expect(received.prefix(4) == (kind == "503" ? "421 " : ""))
            }
            #expect(try await client.tryStripe("GET", "payment_intents")?.status == 200)
            try await client.control("/_faults", #"{"down":[]}"#)
            #expect(try await client.becomesClosed(false, port: port))
            let received = try await RawConnection.exchange(port: port, sending: "QUIT\r\n")
            #expect(received.hasPrefix("220 "))
        }
    }

    /// Whether each of twenty ten-minute slots finds each of two accounts down.
    private func slots(seed: UInt64) async throws -> [[Bool]] {
        try await withSandbox {
            $0.faults.seed = seed
            $0.faults.rates[.down] = 0.4
        } _: { client in
            var slots: [[Bool]] = []
            for minute in stride(from: 0, to: 200, by: 10) {
                let time = "1\(minute / 60):\(minute % 60 / 10)0:00"
                try await setClock(client, time)
                let isDown = [
                    try await client.tryStripe("GET", "payment_intents") == nil,
                    try await client.tryToss("GET", "orders/order_1") == nil,
                ]
                slots.append(isDown)
            }
            return slots
        }
    }

    @Test("when drawn follows from the seed, the account and the time alone")
    func drawn() async throws {
        let first = try await slots(seed: 7)
        #expect(try await slots(seed: 7) == first)
        #expect(try await slots(seed: 8) != first)
        #expect(first.contains { $0[0] != $0[1] })
        let down = first.joined().filter { $0 }.count
        #expect((8...24).contains(down))
    }

    @Test(
        "is refused where it cannot be simulated",
        arguments: [
            #"{"down":[{"kind":"refuse","accounts":["toss-kr"]}]}"#,
            #"{"down":[{"service":"mail","accounts":["toss-kr"]}]}"#,
            #"{"down":[{"seconds":-1}]}"#, #"{"down":[{"kind":"asleep"}]}"#,
        ]
    )
    func impossible(_ json: String) async throws {
        try await withSandbox { client in
            let answer = try #require(try await client.send("POST", "/_faults", body: json))
            #expect(answer.status == 400)
            #expect(try await client.control("/_faults").count("down") == 0)
        }
    }
}
