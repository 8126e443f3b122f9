import Exposition

extension Exposition {
    /// Requests by route and status, and how long they took.
    mutating func requests(_ metrics: Metrics) {
        let (requests, durations) = metrics.snapshot()
        family(
            "reservoir_api_requests_total",
            .counter,
            "Requests answered, by route and status.",
            requests.map { label, count in
                let (method, route) = Self.parts(label.route)
                return Sample(
                    count,
                    ["method": method, "route": route, "status": "\(label.status)"]
                )
            }
        )
        family(
            "reservoir_api_request_seconds",
            .histogram,
            "Time from a request's head to its answer.",
            durations.flatMap { Self.samples(of: $1, route: $0) }
        )
    }

    /// Connections to the database: how many are in use, waited for and allowed.
    mutating func connections(lent: Int, waiters: Int, max: Int) {
        let gauges = [
            ("connections_lent", "Connections to the database in use.", lent),
            ("connection_waiters", "Requests that wait for a connection.", waiters),
            ("connections_max", "Connections to the database that there may be.", max),
        ]
        for (name, help, value) in gauges {
            family("reservoir_api_\(name)", .gauge, help, [Sample(value)])
        }
    }

    /// Whether something holds: 1 or 0.
    mutating func flag(_ name: String, _ help: String, _ holds: Bool) {
        family(name, .gauge, help, [Sample(holds ? 1 : 0)])
    }

    private static func samples(of histogram: Metrics.Histogram, route: String) -> [Sample] {
        let (method, route) = parts(route)
        let buckets = zip(Metrics.bounds, histogram.counts).map { ("\($0)", $1) }
        return (buckets + [("+Inf", histogram.count)]).map { bound, count in
            Sample(count, ["method": method, "route": route, "le": bound], suffix: "_bucket")
        } + [
            Sample(histogram.seconds, ["method": method, "route": route], suffix: "_sum"),
            Sample(histogram.count, ["method": method, "route": route], suffix: "_count"),
        ]
    }

    /// Method and path of a route's name; nothing where no route was found.
    private static func parts(_ name: String) -> (method: String, route: String) {
        let parts = name.split(separator: " ", maxSplits: 1)
        return parts.count == 2 ? (String(parts[0]), String(parts[1])) : ("", "")
    }
}
