import API
import Foundation
import NIOHTTP1
import Postgres
import TestTurns
import Testing

@Suite("The program itself over HTTP", .inTurn)
struct ServiceTests {
    @Test("it is alive, and ready while the schema is the one it knows")
    func readiness() async throws {
        try await Shop.open { shop in
            let health = try await shop.ask(.GET, "/healthz")
            #expect(health["status"] == "alive")
            let readiness = try await shop.ask(.GET, "/readyz")
            #expect(readiness["status"] == "ready")
        }
        try await Shop.open {
            $0.schema += 1
        } _: { shop in
            let reply = try await shop.ask(.GET, "/readyz")
            #expect(reply.status == 503 && reply.problem == "unavailable")
            #expect(try await shop.ask(.GET, "/healthz").status == 200)
        }
    }

    @Test("metrics count requests by route and status, and tell the state of the outbox")
    func metrics() async throws {
        try await Shop.open { shop in
            let token = try await shop.member()
            _ = try await shop.reserveWithPoints(as: token)
            _ = try await shop.ask(.GET, "/v1/games/x", as: token)
            let text = try await shop.ask(.GET, "/metrics").text
            let game = #"method="GET",route="/v1/games/{game_id}""#
            #expect(text.contains("\nreservoir_api_requests_total{\(game),status=\"404\"} 1\n"))
            let post = #"method="POST",route="/v1/reservations""#
            #expect(text.contains("\nreservoir_api_request_seconds_count{\(post)} 1\n"))
            #expect(text.contains("\nreservoir_outbox_due{channel=\"points\"} 1\n"))
            #expect(text.contains("\nreservoir_database_up 1\n"))
        }
    }

    @Test("a request's id is the caller's or ours, and stands in every answer")
    func requestID() async throws {
        try await Shop.open { shop in
            let own = try await shop.ask(.GET, "/v1/points", headers: ["x-request-id": "abc-1"])
            #expect(own.headers.first(name: "x-request-id") == "abc-1")
            #expect(own["request_id"] == "abc-1")
            let ours = try await shop.ask(.GET, "/healthz", headers: ["x-request-id": "a b"])
            let id = ours.headers.first(name: "x-request-id") ?? ""
            #expect(UUID(uuidString: id) != nil)
        }
    }

    @Test("the trace of a request goes on in the messages that follow from it")
    func trace() async throws {
        try await Shop.open { shop in
            let token = try await shop.member()
            let trace = "4bf92f3577b34da6a3ce929d0e0e4736"
            let headers = ["traceparent": "00-\(trace)-00f067aa0ba902b7-01"]
            let reserved = try await shop.ask(
                .POST,
                "/v1/reservations",
                as: token,
                shop.reservation(),
                key: "k",
                headers: headers
            )
            let paymentID = try #require(reserved["payment_id"])
            _ = try await shop.ask(
                .POST,
                "/v1/payments/\(paymentID)/submission",
                as: token,
                #"{"token": "t"}"#,
                key: "k",
                headers: headers
            )
            let traces = try await shop.lines(
                "SELECT DISTINCT substr(traceparent, 4, 32), right(traceparent, 2) "
                    + "FROM outbox.message WHERE key = '\(reserved["reservation_id"] ?? "")'"
            )
            #expect(traces == ["\(trace)|01"])
        }
    }

    @Test("HEAD is answered as GET is, without the body")
    func head() async throws {
        try await Shop.open { shop in
            let reply = try await shop.ask(.HEAD, "/healthz")
            #expect(reply.status == 200 && reply.text.isEmpty)
            #expect(reply.headers.first(name: "content-length") == "18")
        }
    }

    @Test("a fault inside shows an id and never a detail")
    func fault() async throws {
        try await Shop.open { shop in
            let token = try await shop.member()
            try await shop.connection.script("ALTER TABLE preorder.point_lot RENAME TO lost_lot")
            let reply = try await shop.ask(.GET, "/v1/points", as: token)
            #expect(reply.status == 500 && reply.problem == "internal_error")
            #expect(!reply.text.contains("point_lot") && !reply.text.contains("relation"))
        }
    }
}
