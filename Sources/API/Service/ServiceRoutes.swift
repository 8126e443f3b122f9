import Exposition
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
        var exposition = Exposition()
        exposition.requests(store.metrics)
        exposition.connections(
            lent: await store.pool.lentCount,
            waiters: await store.pool.waitersCount,
            max: store.connectionsMax
        )
        let vitals: Vitals?
        let isReady: Bool
        do {
            (vitals, isReady) = (
                try await store.vitals.value(0), try await store.readiness.value(0)
            )
        } catch {
            (vitals, isReady) = (nil, false)
        }
        exposition.flag("reservoir_database_up", "Whether the database answers.", vitals != nil)
        exposition.flag("reservoir_api_ready", "Whether it knows the schema too.", isReady)
        if let vitals { exposition.vitals(vitals) }
        return exposition.text
    }
}
