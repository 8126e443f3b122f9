import HTTPTypes
import Postgres
import Preorder

/// What operators and clients ask of the program itself.
enum ServiceRoutes {
    static let all: [Route] = [
        .everyone(.get, "/openapi.yaml") { call in
            try call.noQuery()
            return Answer(.ok, text: OpenAPIDocument.text, type: "application/yaml")
        },
        .everyone(.get, "/healthz") { call in
            try call.noQuery()
            return Answer(["status": "alive"])
        },
        .everyone(.get, "/readyz") { call in
            try call.noQuery()
            guard try await call.store.readiness.value(0) else {
                throw Problem(.unavailable, retryAfter: .seconds(5))
            }
            return Answer(["status": "ready"])
        },
        .everyone(.get, "/metrics") { call in
            try call.noQuery()
            return Answer(.ok, text: await metrics(call), type: "text/plain; version=0.0.4")
        },
    ]

    /// What is known without the database is told also when it does not answer.
    private static func metrics(_ call: Call) async -> String {
        let store = call.store
        var text = MetricsText()
        text.requests(store.metrics)
        text.family(
            "reservoir_api_connections_lent",
            "gauge",
            "Connections to the database in use.",
            [("", "\(await store.pool.lentCount)")]
        )
        text.family(
            "reservoir_api_connection_waiters",
            "gauge",
            "Requests that wait for a connection.",
            [("", "\(await store.pool.waitersCount)")]
        )
        do {
            text.outbox(try await store.outbox.value(0))
            text.family("reservoir_database_up", "gauge", "Whether it answers.", [("", "1")])
        } catch {
            text.family("reservoir_database_up", "gauge", "Whether it answers.", [("", "0")])
        }
        return text.text
    }
}
