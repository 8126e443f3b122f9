import Channels
import Foundation
import Outbox
import Postgres
import Preorder
import TestReceiver
import TestTurns
import Testing

@Suite("What became of a webhook", .inTurn)
struct DeliveryTests {
    /// A webhook that was written, and whose it is.
    private struct Told {
        let memberID: UUID
        let endpointID: UUID

        /// The only one there is.
        func read(_ market: Market) async throws -> WebhookDelivery {
            let list = ReadDeliveries(endpointID: endpointID, memberID: memberID)
            let rows = try await market.connection.query(list)
            return try #require(rows.count == 1 ? rows.first : nil)
        }

        /// Asks for it again, as the API does.
        func again(_ market: Market) async throws {
            let message = try await read(market).messageID
            let api = try await market.connect(as: "api")
            do {
                try await api.transaction { tx in
                    try RedeliverWebhook()(message, to: endpointID, of: memberID, in: tx)
                }
            } catch {
                await api.close()
                throw error
            }
            await api.close()
        }

        func enable(_ market: Market) async throws {
            let endpoints = WebhookEndpoints(vault: try Market.vault(), allowsHTTP: true)
            let api = try await market.connect(as: "api")
            try await api.transaction { tx in
                try endpoints.enable(endpointID, of: memberID, in: tx)
            }
            await api.close()
        }
    }

    /// A payment that is complete, and whose payer is to be told.
    private func told(_ market: Market, _ receiver: WebhookReceiver) async throws -> Told {
        let (sale, _) = try await market.sell(telling: receiver)
        let list = ReadEndpoints(memberID: sale.memberID)
        let endpoint = try #require(try await market.connection.first(list))
        try await market.drainPayments()
        return Told(memberID: sale.memberID, endpointID: endpoint.endpointID)
    }

    @Test("one that was taken is told again under its id, with the bytes of the first time")
    func delivered() async throws {
        try await Market.open { market in
            let receiver = try await WebhookReceiver(answering: ["500 Fault"])
            let told = try await told(market, receiver)
            let begun = try await told.read(market)
            #expect(begun.state == .pending && begun.attempts == 0 && begun.lastOutcome == nil)
            #expect(begun.event == .paymentCompleted)
            #expect(try await market.drainWebhooks().retried == 1)
            let failed = try await told.read(market)
            #expect(failed.state == .pending && failed.attempts == 1)
            #expect(failed.lastOutcome == "answered" && failed.lastStatus == 500)
            let next = try #require(failed.nextTryAt)
            #expect(next > failed.createdAt)
            await #expect(throws: WebhookRefusal.pending) { try await told.again(market) }
            try await market.wait("1 hour")
            #expect(try await market.drainWebhooks().applied == 1)
            let taken = try await told.read(market)
            #expect(taken.state == .delivered && taken.attempts == 2 && taken.lastStatus == 200)
            #expect(taken.deliveredAt != nil && taken.nextTryAt == nil)
            try await market.wait("4 days")
            try await told.again(market)
            #expect(try await told.read(market).state == .pending)
            #expect(try await market.drainWebhooks().applied == 1)
            #expect(try await told.read(market).state == .delivered)
            let posts = await receiver.take(3)
            #expect(Set(posts.map(\.body)).count == 1)
            let id = "evt_" + taken.eventID.uuidString.lowercased()
            #expect(posts.map { $0.headers["webhook-id"] } == [id, id, id])
            try await receiver.stop()
        }
    }

    @Test("one that was given up is told again when its endpoint is enabled, for three days anew")
    func givenUp() async throws {
        try await Market.open { market in
            let receiver = try await WebhookReceiver(answering: ["410 Gone"])
            let told = try await told(market, receiver)
            #expect(try await market.drainWebhooks().rejected == 1)
            let dead = try await told.read(market)
            #expect(dead.state == .dead && dead.lastStatus == 410)
            await #expect(throws: WebhookRefusal.disabled) { try await told.again(market) }
            try await told.enable(market)
            try await market.wait("10 days")
            try await told.again(market)
            #expect(try await market.drainWebhooks().applied == 1)
            #expect(try await told.read(market).state == .delivered)
            try await receiver.stop()
        }
    }

    @Test("one that was void, because its endpoint was given up, is void no more")
    func void() async throws {
        try await Market.open { market in
            let receiver = try await WebhookReceiver()
            let told = try await told(market, receiver)
            for _ in 0..<2 {
                try await market.connection.script(
                    """
                    UPDATE preorder.webhook_endpoint
                    SET disabled_at = outbox.now(), disabled_reason = 'it answered 410'
                    """
                )
                _ = try await market.drainWebhooks()
                #expect(try await told.read(market).state == .dead)
                #expect(try await market.value("SELECT count(*) FROM outbox.voided") == "1")
                try await told.enable(market)
                try await told.again(market)
                #expect(try await market.value("SELECT count(*) FROM outbox.voided") == "0")
            }
            #expect(try await market.drainWebhooks().applied == 1)
            #expect(try await told.read(market).state == .delivered)
            #expect(receiver.received == 1)
            try await receiver.stop()
        }
    }

    /// Gives all webhooks that wait up, as after three crashes.
    private func giveUp(_ market: Market) async throws {
        try await market.connection.script(
            """
            INSERT INTO outbox.dead_letter
                (message_id, message_day, channel, kind, key, attempts, last_error, dead_at)
            SELECT message_id, day, channel, kind, key, 1, 'it killed its process', outbox.now()
            FROM outbox.queue WHERE channel = 'webhooks'
            ON CONFLICT (message_id) DO UPDATE
            SET state = 'open', resolved_by = NULL, resolved_at = NULL, reason = NULL;
            UPDATE outbox.queue SET state = 'dead', due_at = NULL WHERE channel = 'webhooks'
            """
        )
    }

    @Test("a dead letter is replayed by a person, or told again by its member or for them")
    func deadLetter() async throws {
        try await Market.open { market in
            let receiver = try await WebhookReceiver()
            let told = try await told(market, receiver)
            let message = try await told.read(market).messageID
            let admin = try await market.connect(as: "admin")
            try await giveUp(market)
            #expect(try await told.read(market).state == .dead)
            #expect(try await market.drainWebhooks().claimed == 0)
            _ = try await DecideDeadLetter(by: .setUp).replay(message, on: admin).get()
            #expect(try await market.drainWebhooks().applied == 1)
            try await told.again(market)
            try await giveUp(market)
            try await told.again(market)
            let letter = "SELECT state, resolved_by FROM outbox.dead_letter"
            #expect(try await market.lines(letter) == ["replayed|member"])
            #expect(try await market.drainWebhooks().applied == 1)
            try await RedeliverWebhook()(message, by: .setUp, on: admin).get()
            let pending = try await RedeliverWebhook()(message, by: .setUp, on: admin)
            #expect(throws: WebhookRefusal.pending) { try pending.get() }
            #expect(try await market.drainWebhooks().applied == 1)
            let acts = """
                SELECT subject FROM preorder.staff_act WHERE verb = 'webhook told again'
                """
            #expect(try await market.lines(acts) == ["message \(message)"])
            let unknown = try await RedeliverWebhook()(message + 1_000, by: .setUp, on: admin)
            #expect(throws: WebhookRefusal.unknownDelivery) { try unknown.get() }
            await admin.close()
            let posts = await receiver.take(3)
            #expect(Set(posts.map { $0.headers["webhook-id"] }).count == 1)
            try await receiver.stop()
        }
    }

    @Test("is kept for as long as the policy says, and for as long as it is told again")
    func kept() async throws {
        try await Market.open { market in
            let receiver = try await WebhookReceiver()
            let told = try await told(market, receiver)
            #expect(try await market.drainWebhooks().applied == 1)
            try await market.wait("29 days")
            try await told.again(market)
            try await market.wait("2 days")
            #expect(try await market.connection.execute(ForgetDeliveries(asOf: nil)) == 0)
            #expect(try await market.drainWebhooks().applied == 1)
            try await market.wait("3 days")
            #expect(try await market.connection.execute(ForgetDeliveries(asOf: nil)) == 1)
            let list = ReadDeliveries(endpointID: told.endpointID, memberID: told.memberID)
            #expect(try await market.connection.query(list).isEmpty)
            try await receiver.stop()
        }
    }

    @Test("is listed from the end of an index: a page costs a page, however much was told")
    func listed() async throws {
        try await Market.open { market in
            let receiver = try await WebhookReceiver()
            let told = try await told(market, receiver)
            try await market.connection.script(
                """
                INSERT INTO preorder.webhook_delivery
                    (endpoint_id, message_id, message_day, key, kind, event_id, created_at)
                SELECT CASE WHEN n % 2 = 0 THEN d.endpoint_id ELSE gen_random_uuid() END,
                       1000000 + n, d.message_day, d.key, d.kind, gen_random_uuid(), d.created_at
                FROM preorder.webhook_delivery AS d, generate_series(1, 20000) AS n;
                ANALYZE preorder.webhook_delivery;
                CREATE FUNCTION plan(page text) RETURNS SETOF text LANGUAGE plpgsql AS $$
                BEGIN
                    RETURN QUERY EXECUTE 'EXPLAIN ' || page;
                END $$
                """
            )
            let page = ReadDeliveries.sql
                .replacing("$1", with: "'\(told.endpointID)'")
                .replacing("$2", with: "'\(told.memberID)'")
                .replacing("$3", with: "1015000").replacing("$4", with: "100")
            let plan = try await market.lines("SELECT plan($page$\(page)$page$)")
            #expect(plan.contains { $0.contains("Backward using webhook_delivery_pk") }, "\(plan)")
            #expect(!plan.contains { $0.contains("Sort") || $0.contains("Seq Scan on webhook_d") })
            try await receiver.stop()
        }
    }

    @Test("carries the trace of the request that it follows from, as a step of its own")
    func traced() async throws {
        try await Market.open { market in
            let receiver = try await WebhookReceiver(answering: ["500 Fault"])
            let (_, _) = try await market.sell(telling: receiver)
            let (trace, parent) = ("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7")
            try await market.connection.script(
                "UPDATE preorder.reservation SET traceparent = '00-\(trace)-\(parent)-01'"
            )
            try await market.drainPayments()
            #expect(try await market.drainWebhooks().retried == 1)
            try await market.wait("1 hour")
            #expect(try await market.drainWebhooks().applied == 1)
            let headers = await receiver.take(2).compactMap { $0.headers["traceparent"] }
            let steps = headers.compactMap { TraceParent($0) }
            #expect(steps.map(\.traceID) == [trace, trace] && steps.map(\.flags) == ["01", "01"])
            #expect(Set(steps.map(\.parentID) + [parent]).count == 3)
            try await receiver.stop()
        }
    }
}
