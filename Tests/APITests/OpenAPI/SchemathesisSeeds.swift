import Foundation
import NIOHTTP1
import Postgres
import Testing

/// What schemathesis finds in the shop: for each operation requests that can be done.
struct SchemathesisSeeds {
    private var cases: [String: [String]] = [:]
    private let shop: Shop
    private let member: String
    private let other: String
    private let manager: String

    /// Enough for each operation to be asked for a few times with success.
    private static let each = 6

    /// Enough for chains, most of which begin with one of these.
    private static let eachChain = 60

    /// Puts games, reservations, gifts and what follows from them into the shop.
    ///
    /// Returns a JSON object: a list of paths and bodies for each operation's id.
    static func sow(_ shop: Shop) async throws -> String {
        var seeds = SchemathesisSeeds(
            shop: shop,
            member: try await shop.member(),
            other: try await shop.tokens.member(shop.ids.otherMember),
            manager: try await shop.tokens.manager(shop.ids.manager)
        )
        try await seeds.reservations()
        try await seeds.gifts()
        try await seeds.endpoints()
        try await seeds.deliveries()
        try await seeds.office()
        try await seeds.chains()
        let operations = seeds.cases.map { "\"\($0.key)\": [\($0.value.joined(separator: ", "))]" }
        return "{\(operations.joined(separator: ",\n"))}"
    }

    private init(shop: Shop, member: String, other: String, manager: String) {
        self.shop = shop
        self.member = member
        self.other = other
        self.manager = manager
    }

    private mutating func reservations() async throws {
        for _ in 0..<Self.each {
            let open = try await game()
            add("readGame", path: ["game_id": open])
            add("reserve", body: Self.reserve(open))
            let unpaid = try await made("/v1/reservations", member, Self.reserve(try await game()))
            add("readReservation", path: ["reservation_id": try id(unpaid, "reservation_id")])
            add("withdraw", path: ["reservation_id": try id(unpaid, "reservation_id")])
            let other = try await made("/v1/reservations", member, Self.reserve(try await game()))
            add("readPayment", path: ["payment_id": try id(other, "payment_id")])
            add(
                "submitPayment",
                path: ["payment_id": try id(other, "payment_id")],
                body: #"{"token": "t"}"#
            )
            for operation in ["requestRefund", "requestRefundForMember"] {
                let paid = try await made(
                    "/v1/reservations",
                    member,
                    Self.reserve(try await game(), points: true)
                )
                let reservationID = try id(paid, "reservation_id")
                let reason = operation == "requestRefund" ? "" : #", "reason": "asked for""#
                add(operation, body: "{\"reservation_id\": \"\(reservationID)\"\(reason)}")
            }
            let quoted = try await made(
                "/v1/reservations",
                member,
                Self.reserve(try await game(), points: true)
            )
            add("quoteRefund", path: ["reservation_id": try id(quoted, "reservation_id")])
            let back = try await made(
                "/v1/reservations",
                member,
                Self.reserve(try await game(), points: true)
            )
            let reservationID = try id(back, "reservation_id")
            let refund = try await made(
                "/v1/refunds",
                member,
                "{\"reservation_id\": \"\(reservationID)\"}"
            )
            add("readRefund", path: ["refund_id": try id(refund, "refund_id")])
            add("readOfficeRefund", path: ["refund_id": try id(refund, "refund_id")])
        }
        add("tellOfPayment", path: ["gateway": "toss", "account": "toss-kr"], body: Self.event)
    }

    private mutating func gifts() async throws {
        for _ in 0..<Self.each {
            for operation in ["acceptGift", "declineGift", "readGift"] {
                let gift = try await gift(from: other, to: shop.ids.member)
                add(operation, path: ["gift_id": gift], body: operation == "readGift" ? nil : "{}")
            }
            let kept = try await gift(from: member, to: shop.ids.otherMember)
            add("cancelGift", path: ["gift_id": kept], body: "{}")
            let declined = try await gift(from: member, to: shop.ids.otherMember)
            _ = try await made("/v1/gifts/\(declined)/decline", other, "{}")
            add("refundGift", path: ["gift_id": declined], body: "{}")
        }
        for part in ["sender", "recipient"] { add("listGifts", query: ["part": part]) }
    }

    private mutating func endpoints() async throws {
        for name in ["a", "b"] {
            let made = try await made(
                "/v1/webhook-endpoints",
                member,
                "{\"url\": \"https://\(name).example/hooks\"}"
            )
            let path = ["endpoint_id": try id(made, "endpoint_id")]
            add("readWebhookSecret", path: path)
            add("rotateWebhookSecret", path: path, body: "{}")
            add("removeWebhookEndpoint", path: path)
        }
        add("addWebhookEndpoint", body: #"{"url": "https://c.example/hooks"}"#)
    }

    /// Webhooks that an endpoint has taken.
    private mutating func deliveries() async throws {
        let made = try await made(
            "/v1/webhook-endpoints",
            member,
            #"{"url": "https://e.example/hooks"}"#
        )
        let path = ["endpoint_id": try id(made, "endpoint_id")]
        for _ in 0..<Self.each {
            _ = try await self.made(
                "/v1/reservations",
                member,
                Self.reserve(try await game(), points: true)
            )
        }
        try await shop.connection.script(
            """
            DELETE FROM outbox.queue WHERE channel = 'webhooks';
            UPDATE preorder.webhook_delivery SET attempts = 1, last_outcome = 'answered',
                last_status = 200, last_tried_at = outbox.now(), delivered_at = outbox.now()
            """
        )
        let messages = try await shop.lines(
            "SELECT message_id FROM preorder.webhook_delivery WHERE endpoint_id = "
                + "'\(try id(made, "endpoint_id"))' ORDER BY message_id"
        )
        try #require(messages.count == Self.each)
        for message in messages {
            add(
                "redeliverWebhook",
                path: path.merging(["message_id": message]) { first, _ in first },
                body: "{}"
            )
        }
        add("listWebhookDeliveries", path: path)
        add("enableWebhookEndpoint", path: path, body: "{}")
    }

    private mutating func office() async throws {
        for _ in 0..<Self.each {
            let discount = try await made(
                "/v1/manager/discounts",
                manager,
                Self.discount(try await game())
            )
            add(
                "endDiscount",
                path: ["discount_id": try id(discount, "discount_id")],
                body: Self.reason
            )
            add("registerDiscount", body: Self.discount(try await game()))
            add("setGamePrice", path: ["game_id": try await game()], body: "{\(Shop.price())}")
        }
        add("addGame", body: Shop.newGame())
        add(
            "setPaymentMethod",
            path: ["method": "card"],
            body: #"{"is_enabled": true, "account": "toss-kr", "reason": "offered"}"#
        )
    }

    /// What chains of requests begin with.
    private mutating func chains() async throws {
        for _ in 0..<Self.eachChain {
            add("reserve/chain", body: Self.reserve(try await game()))
            add("registerDiscount/chain", body: Self.discount(try await game()))
        }
        add("addGame/chain", body: Shop.newGame())
        add("addWebhookEndpoint/chain", body: #"{"url": "https://d.example/hooks"}"#)
    }

    private mutating func add(
        _ operation: String,
        path: [String: String] = [:],
        query: [String: String] = [:],
        body: String? = nil
    ) {
        let body = body.map { ", \"body\": \($0)" } ?? ""
        cases[operation, default: []].append(
            "{\"path\": \(Self.object(path)), \"query\": \(Self.object(query))\(body)}"
        )
    }

    private func game() async throws -> String { try await shop.announce().uuidString.lowercased() }

    private func gift(from sender: String, to recipient: UUID) async throws -> String {
        let body = Self.reserve(try await game(), points: true, gift: recipient)
        return try id(try await made("/v1/reservations", sender, body), "gift_id")
    }

    private func made(_ path: String, _ token: String, _ body: String) async throws -> Reply {
        let reply = try await shop.post(path, as: token, body)
        try #require((200...202).contains(reply.status), "\(path): \(reply.text)")
        return reply
    }

    private func id(_ reply: Reply, _ name: String) throws -> String { try #require(reply[name]) }

    private static func object(_ members: [String: String]) -> String {
        "{\(members.map { "\"\($0.key)\": \"\($0.value)\"" }.joined(separator: ", "))}"
    }

    private static func reserve(
        _ game: String,
        points: Bool = false,
        gift: UUID? = nil
    ) -> String {
        """
        {"game_id": "\(game)", "points": \(points ? 1_000 : 0), \
        "method": \(points ? "null" : "\"card\""), \
        "shown": {"amount_minor": 1000, "currency": "KRW"}, \
        "gift": \(gift.map { "{\"recipient_id\": \"\($0)\"}" } ?? "null")}
        """
    }

    private static func discount(_ game: String) -> String {
        """
        {"game_id": "\(game)", "policy": "percent", "amount": 1000, "reason": "sale", \
        "from": "2026-12-01T00:00:00Z", "until": "2026-12-08T00:00:00Z"}
        """
    }

    private static let reason = #"{"reason": "asked for"}"#

    private static let event = """
        {"eventType": "PAYMENT_STATUS_CHANGED", "createdAt": "2026-11-23T12:00:00", \
        "data": {"paymentKey": "t", "orderId": "o", "status": "DONE"}}
        """
}
