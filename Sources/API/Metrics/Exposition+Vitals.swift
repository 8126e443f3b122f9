import Exposition
import Preorder

extension Exposition {
    /// What there is to see of the whole product's health, its batches among it.
    mutating func vitals(_ vitals: Vitals) {
        channels(vitals.channels)
        batches(vitals.batches)
        refunds(vitals.refunds)
        family(
            "reservoir_breaker_open_seconds",
            .gauge,
            "How long a destination has not answered; none for those that do.",
            vitals.breakers.map { Sample($0.openSeconds, ["destination": $0.destination]) }
        )
        family(
            "reservoir_pause",
            .gauge,
            "What is paused, and whether a program paused it.",
            vitals.pauses.map { pause in
                Sample(1, ["name": pause.name, "automatic": pause.isAutomatic ? "yes" : "no"])
            }
        )
        family(
            "reservoir_partitions_ahead",
            .gauge,
            "Partitions of the outbox, one a day, from tomorrow on.",
            [Sample(vitals.partitionDaysAhead)]
        )
        family(
            "reservoir_alert_untold_seconds",
            .gauge,
            "How long the oldest alert has waited to be told; 0 when none waits.",
            [Sample(vitals.oldestUntoldSeconds ?? 0)]
        )
    }

    private mutating func channels(_ channels: [Vitals.Channel]) {
        let gauges: [(String, String, (Vitals.Channel) -> Int64)] = [
            ("due", "Messages that a drain would claim now.", \.due),
            ("leased", "Messages that a live drain is working on.", \.leased),
            ("retrying", "Messages put back for later.", \.retrying),
            ("unknown", "Calls that may have happened.", \.unknown),
            ("dead", "Dead letters that nobody has decided.", \.dead),
            (
                "oldest_due_seconds",
                "How long the oldest due message has been waiting; 0 when none is.",
                { $0.oldestDueSeconds ?? 0 }
            ),
            (
                "oldest_due_max_seconds", "How long it may.", \.dueAgeMaxSeconds
            ),
            (
                "oldest_unknown_seconds",
                "How long the oldest call without a verdict has had none; 0 when there is none.",
                { $0.oldestUnknownSeconds ?? 0 }
            ),
            (
                "oldest_unknown_max_seconds", "How long it may.", \.unknownAgeMaxSeconds
            ),
        ]
        for (name, help, value) in gauges {
            family(
                "reservoir_outbox_\(name)",
                .gauge,
                help,
                channels.map { Sample(value($0), ["channel": $0.name]) }
            )
        }
    }

    private mutating func batches(_ batches: [Vitals.Batch]) {
        let gauges: [(String, String, (Vitals.Batch) -> Int64?)] = [
            ("age_seconds", "How long ago the last run ended that did not fail.", \.ageSeconds),
            ("age_max_seconds", "How long ago that may be.", \.ageMaxSeconds),
            ("running", "Whether a drain of it is alive.", { $0.isRunning ? 1 : 0 }),
        ]
        for (name, help, value) in gauges {
            family(
                "reservoir_batch_\(name)",
                .gauge,
                help,
                batches.compactMap { batch in
                    value(batch).map { Sample($0, ["batch": batch.name]) }
                }
            )
        }
    }

    private mutating func refunds(_ refunds: Vitals.Refunds) {
        family(
            "reservoir_refunds",
            .gauge,
            "Refunds that members wait for: all, refused ones, due by the next business day, late.",
            [
                Sample(refunds.waiting, ["state": "waiting"]),
                Sample(refunds.refused, ["state": "refused"]),
                Sample(refunds.near, ["state": "near"]),
                Sample(refunds.late, ["state": "late"]),
            ]
        )
    }
}
