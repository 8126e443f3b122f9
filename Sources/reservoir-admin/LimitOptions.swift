import ArgumentParser
import Preorder

/// From when on `check` warns, and from when on it calls something critical.
struct LimitOptions: ParsableArguments {
    @Option(help: "Seconds a due message may wait; else the channel's due_age_max_seconds.")
    var dueWarning: Int64?

    @Option(help: "The same; else four times the warning's.")
    var dueCritical: Int64?

    @Option(help: "Seconds a call may be unknown; else the channel's unknown_age_max_seconds.")
    var unknownWarning: Int64?

    @Option(help: "The same; else four times the warning's.")
    var unknownCritical: Int64?

    @Option(help: "Dead letters that may be open.")
    var deadWarning = HealthLimits().deadWarning

    @Option(help: "The same.")
    var deadCritical = HealthLimits().deadCritical

    @Option(help: "How many times the age of outbox.batch_policy is not yet critical.")
    var batchCriticalTimes = HealthLimits().batchCriticalTimes

    @Option(help: "Seconds a breaker may be open; any open one is a warning.")
    var breakerCritical = HealthLimits().breakerCritical

    @Option(help: "Days ahead that there must be.")
    var partitionsWarning = HealthLimits().partitionsWarning

    @Option(help: "The same.")
    var partitionsCritical = HealthLimits().partitionsCritical

    @Option(help: "Seconds an alert may wait to be told.")
    var untoldWarning = HealthLimits().untoldWarning

    var limits: HealthLimits {
        var limits = HealthLimits()
        limits.dueWarning = dueWarning
        limits.dueCritical = dueCritical
        limits.unknownWarning = unknownWarning
        limits.unknownCritical = unknownCritical
        limits.deadWarning = deadWarning
        limits.deadCritical = deadCritical
        limits.batchCriticalTimes = batchCriticalTimes
        limits.breakerCritical = breakerCritical
        limits.partitionsWarning = partitionsWarning
        limits.partitionsCritical = partitionsCritical
        limits.untoldWarning = untoldWarning
        return limits
    }

    func validate() throws {
        let all = [
            dueWarning, dueCritical, unknownWarning, unknownCritical, deadWarning, deadCritical,
            batchCriticalTimes, breakerCritical, partitionsWarning, partitionsCritical,
            untoldWarning,
        ]
        guard all.allSatisfy({ (0...1_000_000_000).contains($0 ?? 0) }), batchCriticalTimes > 0
        else { throw ValidationError("a limit is a number from 0 to 1000000000") }
    }
}
