public import Batch
public import Logging
public import Outbox

extension RunCounts {
    /// Every counter with its name, in reading order.
    public var shown: [(name: String, value: Int)] {
        [
            ("claimed", claimed), ("applied", applied), ("rejected", rejected),
            ("retried", retried), ("unreachable", unreachable), ("paused", paused),
            ("misconfigured", misconfigured), ("unknown", unknown), ("dead", dead),
            ("conflicts", conflicts), ("commits", commits),
        ]
    }

    /// What a run that counted this asks its program to exit with.
    public var exitStatus: ExitStatus {
        if misconfigured > 0 { return .configuration }
        return unreachable > 0 ? .unavailable : .done
    }

    /// The counters for a log line.
    public var metadata: Logger.Metadata {
        Dictionary(uniqueKeysWithValues: shown.map { ($0.name, "\($0.value)") })
    }
}
