import Synchronization

/// What Prometheus is told of requests.
final class Metrics: Sendable {
    /// A route and what it was answered with.
    struct Label: Hashable, Comparable {
        let route: String
        let status: Int

        static func < (left: Label, right: Label) -> Bool {
            (left.route, left.status) < (right.route, right.status)
        }
    }

    /// Requests by how long they took.
    struct Histogram {
        var counts = [Int](repeating: 0, count: Metrics.bounds.count)
        var count = 0
        var seconds = 0.0

        mutating func note(_ seconds: Double) {
            for (place, bound) in Metrics.bounds.enumerated() where seconds <= bound {
                counts[place] += 1
            }
            count += 1
            self.seconds += seconds
        }
    }

    /// Seconds; Prometheus' own defaults.
    static let bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

    private struct State {
        var requests: [Label: Int] = [:]
        var durations: [String: Histogram] = [:]
    }

    private let state = Mutex(State())

    /// Notes a request that was answered.
    func note(route: String, status: Int, took duration: Duration) {
        state.withLock { state in
            state.requests[Label(route: route, status: status), default: 0] += 1
            state.durations[route, default: Histogram()].note(duration / .seconds(1))
        }
    }

    /// Everything noted so far.
    func snapshot() -> (requests: [(Label, Int)], durations: [(String, Histogram)]) {
        state.withLock { state in
            (
                state.requests.sorted { $0.key < $1.key }.map { ($0.key, $0.value) },
                state.durations.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
            )
        }
    }
}
