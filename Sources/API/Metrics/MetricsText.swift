import Preorder

/// Prometheus' text format, version 0.0.4.
struct MetricsText {
    private(set) var text = ""

    /// A family: its type and help, then its samples.
    mutating func family(
        _ name: String,
        _ type: String,
        _ help: String,
        _ samples: [(labels: String, value: String)]
    ) {
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
        for sample in samples { text += "\(name)\(sample.labels) \(sample.value)\n" }
    }

    /// Requests by route and status, and how long they took.
    mutating func requests(_ metrics: Metrics) {
        let (requests, durations) = metrics.snapshot()
        family(
            "reservoir_api_requests_total",
            "counter",
            "Requests answered, by route and status.",
            requests.map { ("{\(Self.route($0.route)),status=\"\($0.status)\"}", "\($1)") }
        )
        let name = "reservoir_api_request_seconds"
        text += "# HELP \(name) Time from a request's head to its answer.\n"
        text += "# TYPE \(name) histogram\n"
        for (route, histogram) in durations {
            for (bound, count) in zip(Metrics.bounds, histogram.counts) {
                text += "\(name)_bucket{\(Self.route(route)),le=\"\(bound)\"} \(count)\n"
            }
            text += "\(name)_bucket{\(Self.route(route)),le=\"+Inf\"} \(histogram.count)\n"
            text += "\(name)_sum{\(Self.route(route))} \(histogram.seconds)\n"
            text += "\(name)_count{\(Self.route(route))} \(histogram.count)\n"
        }
    }

    /// The outbox by channel.
    mutating func outbox(_ rows: [OutboxState.Row]) {
        let gauges: [(String, String, (OutboxState.Row) -> Int)] = [
            ("due", "Messages that a drain would claim now.", \.due),
            ("leased", "Messages that a live drain is working on.", \.leased),
            ("retrying", "Messages put back for later.", \.retrying),
            ("unknown", "Calls that may have happened.", \.unknown),
            ("dead", "Dead letters that nobody has decided.", \.dead),
        ]
        for (name, help, value) in gauges {
            family(
                "reservoir_outbox_\(name)",
                "gauge",
                help,
                rows.map { ("{channel=\"\($0.channel)\"}", "\(value($0))") }
            )
        }
        family(
            "reservoir_outbox_oldest_due_seconds",
            "gauge",
            "How long the oldest due message has been waiting; 0 when none is.",
            rows.map { row in
                ("{channel=\"\(row.channel)\"}", "\((row.oldestDue ?? .zero).components.seconds)")
            }
        )
    }

    private static func route(_ name: String) -> String {
        let parts = name.split(separator: " ", maxSplits: 1)
        guard parts.count == 2 else { return "method=\"\",route=\"\"" }
        return "method=\"\(parts[0])\",route=\"\(parts[1])\""
    }
}
