import Outbox
import Postgres
import Preorder
import Sandbox
import TestTurns
import Testing

@Suite("The mail of a payment", .inTurn)
struct MailDrainTests {
    @Test("reaches its mailbox once; the journal keeps no address")
    func sent() async throws {
        try await Market.open { market in
            let sale = try await market.buy("KR")
            try await market.drainPayments()
            #expect(try await market.state(sale) == "completed|reserved|-")
            #expect(try await market.drainMail().applied == 1)
            #expect(try await market.drainMail().claimed == 0)
            let mails = try await market.truth().mails
            #expect(mails.map(\.to) == ["kim@x.example"])
            #expect(
                try await market.value(
                    """
                    SELECT count(*) FROM outbox.attempt AS a
                    WHERE a::text LIKE '%kim@%' OR a::text LIKE '%x.example%'
                    """
                ) == "0"
            )
        }
    }

    @Test("tells the points that were earned, whatever the policy says by then")
    func earned() async throws {
        try await Market.open { market in
            let sale = try await market.buy("KR")
            try await market.drainPayments()
            try await market.connection.script(
                "UPDATE preorder.policy SET earn_rate_basis_points = 0"
            )
            let role = try await market.connect(as: "mail")
            let letters = try await role.transaction { tx in
                try tx.query(ReadPaymentLetters(paymentIDs: [sale.paymentID]))
            }
            await role.close()
            try await market.drainPoints()
            let balance = try await market.balance(sale)
            #expect(letters.map { "\($0.pointsEarned)|0" } == [balance])
            #expect(balance != "0|0")
        }
    }

    @Test("of a member who was erased meanwhile is void, with the reason")
    func erased() async throws {
        try await Market.open { market in
            _ = try await market.buy("KR")
            try await market.drainPayments()
            try await market.connection.script(
                "UPDATE preorder.member SET erased_at = outbox.now(), name = 'erased', email = ''"
            )
            let counts = try await market.drainMail()
            #expect(counts.applied == 0)
            #expect(counts.rejected == 1)
            #expect(
                try await market.lines("SELECT reason FROM outbox.voided")
                    == ["the member was erased"]
            )
            #expect(try await market.truth().mails.isEmpty)
            #expect(
                try await market.value("SELECT count(*) FROM outbox.queue WHERE channel = 'mail'")
                    == "0"
            )
        }
    }

    @Test("to an address that no relay takes is a person's at once, without the address")
    func unusable() async throws {
        try await Market.open { market in
            _ = try await market.buy("KR")
            try await market.drainPayments()
            try await market.connection.script(
                "UPDATE preorder.member SET email = 'kim,lee@x.example'"
            )
            #expect(try await market.drainMail().dead == 1)
            let errors = try await market.lines("SELECT last_error FROM outbox.dead_letter")
            #expect(errors.count == 1)
            #expect(errors.first?.contains("kim") == false)
        }
    }

    @Test("without an answer is sent again for 30 days, as the same mail, and then a person's")
    func unanswered() async throws {
        try await Market.open {
            $0.faults.rates[.mailDropAfter] = 1
        } _: { market in
            _ = try await market.buy("KR")
            try await market.drainPayments()
            for wait in ["1 day", "31 days", "1 day"] {
                try await market.drainMail()
                try await market.wait(wait)
            }
            let mails = try await market.truth().mails
            #expect(Set(mails.map(\.messageId)).count == 1)
            #expect(try await market.value("SELECT sends FROM outbox.open_attempt") == "2")
            #expect(try await market.value("SELECT state FROM outbox.dead_letter") == "open")
        }
    }

    @Test("without an answer is not sent again to a member who was erased")
    func erasedMeanwhile() async throws {
        try await Market.open {
            $0.faults.rates[.mailDropAfter] = 1
        } _: { market in
            _ = try await market.buy("KR")
            try await market.drainPayments()
            try await market.drainMail()
            try await market.connection.script(
                "UPDATE preorder.member SET erased_at = outbox.now(), name = 'erased', email = ''"
            )
            try await market.wait("1 day")
            #expect(try await market.drainMail().rejected == 1)
            #expect(try await market.value("SELECT count(*) FROM outbox.open_attempt") == "0")
            #expect(
                try await market.value(
                    "SELECT count(*) FROM outbox.attempt WHERE event = 'resent'"
                ) == "0"
            )
        }
    }

    @Test("that is refused for now spends a try and arrives later, once")
    func deferred() async throws {
        try await Market.open {
            $0.faults.rates[.mailDeferred] = 1
        } _: { market in
            _ = try await market.buy("KR")
            try await market.drainPayments()
            #expect(try await market.drainMail().retried == 1)
            #expect(
                try await market.value("SELECT attempts FROM outbox.queue WHERE channel = 'mail'")
                    == "1"
            )
            try await market.call("/_faults", #"{"mail_4xx_rate": 0}"#)
            try await market.wait("1 hour")
            #expect(try await market.drainMail().applied == 1)
            #expect(try await market.truth().mails.count == 1)
        }
    }

    @Test("that its mailbox refuses for good ends, and changes nothing in the books")
    func refused() async throws {
        try await Market.open {
            $0.faults.rates[.mailRefused] = 1
        } _: { market in
            let sale = try await market.buy("KR")
            try await market.drainPayments()
            #expect(try await market.drainMail().rejected == 1)
            #expect(try await market.state(sale) == "completed|reserved|-")
            #expect(
                try await market.value(
                    "SELECT outcome FROM outbox.attempt WHERE operation = 'submit' AND event = 'ended'"
                ) == "rejected"
            )
            try await market.wait("30 days")
            #expect(try await market.drainMail().claimed == 0)
        }
    }
}
