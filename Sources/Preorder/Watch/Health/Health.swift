/// What the vitals say: a pure decision.
public struct Health: Sendable {
    /// Something that is not as it should be.
    public struct Finding: Hashable, Sendable {
        /// How bad it is.
        public let level: HealthLevel

        /// Which check says so: `batch`, `due`, `unknown`, `dead`, `refund`, `breaker`, `pause`,
        /// `partition`, `alert`.
        public let check: String

        /// The channel, batch, destination or pause that it is about; empty where it is about all.
        public let subject: String

        /// One clause without personal data.
        public let text: String
    }

    /// The worst first.
    public private(set) var findings: [Finding] = []

    /// In the order of the checks.
    public private(set) var metrics: [HealthMetric] = []

    /// What is worth saying although nothing is wrong with it.
    public private(set) var notes: [String] = []

    /// The worst of the findings.
    public var level: HealthLevel { findings.map(\.level).max() ?? .ok }

    /// The worst that a check says, of one subject or of all.
    public func level(of check: String, _ subject: String? = nil) -> HealthLevel {
        findings.filter { $0.check == check && $0.subject == subject ?? $0.subject }
            .map(\.level).max() ?? .ok
    }

    private let limits: HealthLimits

    /// Judges `vitals` by `limits`.
    public init(_ vitals: Vitals, limits: HealthLimits = HealthLimits()) {
        self.limits = limits
        if vitals.isSimulation {
            notes.append("a simulation, whose time stands at \(vitals.now)")
        }
        for batch in vitals.batches { judge(batch) }
        for channel in vitals.channels { judgeDue(channel) }
        for channel in vitals.channels { judgeUnknown(channel) }
        judgeDead(vitals.channels.reduce(0) { $0 + $1.dead })
        judge(vitals.refunds)
        judge(vitals.breakers)
        judge(vitals.pauses)
        judgePartitions(vitals.partitionDaysAhead)
        judgeUntold(vitals.oldestUntoldSeconds)
        let found = findings
        findings = HealthLevel.allCases.reversed().flatMap { level in
            found.filter { $0.level == level }
        }
    }

    /// `RESERVOIR CRITICAL - 12 dead letters; … | due_mail=0 …`, on one line.
    public var line: String {
        let said = findings.isEmpty ? ["nothing is late"] : findings.map(\.text)
        return "RESERVOIR \(level.name) - " + (said + notes).joined(separator: "; ") + " | "
            + metrics.map(\.text).joined(separator: " ")
    }

    private mutating func judge(_ batch: Vitals.Batch) {
        guard let age = batch.ageSeconds else { return }
        let critical = batch.ageMaxSeconds * limits.batchCriticalTimes
        metrics.append(
            HealthMetric(
                "batch_" + batch.name.replacing(" ", with: "_"),
                seconds: age,
                warning: batch.ageMaxSeconds,
                critical: critical
            )
        )
        guard !batch.isRunning, age > batch.ageMaxSeconds else { return }
        let failed = batch.lastResult == "failed" ? ", the last run failed" : ""
        add(
            age > critical ? .critical : .warning,
            "batch",
            batch.name,
            "\(batch.name) has not run for \(Self.readable(age))\(failed)"
        )
    }

    private mutating func judgeDue(_ channel: Vitals.Channel) {
        let warning = limits.dueWarning ?? channel.dueAgeMaxSeconds
        let critical = limits.dueCritical ?? warning * 4
        let age = channel.oldestDueSeconds ?? 0
        metrics.append(HealthMetric("due_\(channel.name)", channel.due))
        metrics.append(
            HealthMetric(
                "oldest_due_\(channel.name)",
                seconds: age,
                warning: warning,
                critical: critical
            )
        )
        guard let level = Self.level(age, warning, critical) else { return }
        add(level, "due", channel.name, "\(channel.name) has been due for \(Self.readable(age))")
    }

    private mutating func judgeUnknown(_ channel: Vitals.Channel) {
        let warning = limits.unknownWarning ?? channel.unknownAgeMaxSeconds
        let critical = limits.unknownCritical ?? warning * 4
        let age = channel.oldestUnknownSeconds ?? 0
        metrics.append(HealthMetric("unknown_\(channel.name)", channel.unknown))
        metrics.append(
            HealthMetric(
                "oldest_unknown_\(channel.name)",
                seconds: age,
                warning: warning,
                critical: critical
            )
        )
        guard let level = Self.level(age, warning, critical) else { return }
        add(
            level,
            "unknown",
            channel.name,
            "\(channel.unknown) of \(channel.name) without a verdict, the oldest for "
                + Self.readable(age)
        )
    }

    private mutating func judgeDead(_ count: Int64) {
        metrics.append(
            HealthMetric(
                "dead",
                count,
                warning: "\(limits.deadWarning)",
                critical: "\(limits.deadCritical)"
            )
        )
        guard let level = Self.level(count, limits.deadWarning, limits.deadCritical) else { return }
        add(level, "dead", "", Self.counted(count, "dead letter"))
    }

    private mutating func judge(_ refunds: Vitals.Refunds) {
        metrics += [
            HealthMetric("refunds_waiting", refunds.waiting),
            HealthMetric("refunds_refused", refunds.refused, warning: "0"),
            HealthMetric("refunds_near", refunds.near, warning: "0"),
            HealthMetric("refunds_late", refunds.late, critical: "0"),
        ]
        if refunds.late > 0 {
            add(
                .critical,
                "refund",
                "",
                Self.counted(refunds.late, "refund") + " past the legal day"
            )
        }
        if refunds.near > 0 {
            add(
                .warning,
                "refund",
                "",
                Self.counted(refunds.near, "refund") + " due by the next business day"
            )
        }
        if refunds.refused > 0 {
            add(.warning, "refund", "", Self.counted(refunds.refused, "refund") + " refused")
        }
    }

    private mutating func judge(_ breakers: [Vitals.Breaker]) {
        metrics.append(
            HealthMetric("breakers_open", Int64(breakers.count), warning: "0")
        )
        for breaker in breakers {
            add(
                breaker.openSeconds > limits.breakerCritical ? .critical : .warning,
                "breaker",
                breaker.destination,
                "\(breaker.destination) has not answered for \(Self.readable(breaker.openSeconds))"
            )
        }
    }

    private mutating func judge(_ pauses: [Vitals.Pause]) {
        let automatic = pauses.filter(\.isAutomatic)
        metrics.append(
            HealthMetric("pauses_automatic", Int64(automatic.count), critical: "0")
        )
        for pause in automatic {
            add(.critical, "pause", pause.name, "\(pause.name) is paused by a configuration error")
        }
        for pause in pauses where !pause.isAutomatic {
            notes.append("\(pause.name) is paused by a person")
        }
    }

    private mutating func judgePartitions(_ days: Int64) {
        metrics.append(
            HealthMetric(
                "partitions_ahead",
                days,
                warning: "\(limits.partitionsWarning):",
                critical: "\(limits.partitionsCritical):"
            )
        )
        guard days < limits.partitionsWarning else { return }
        add(
            days < limits.partitionsCritical ? .critical : .warning,
            "partition",
            "",
            "partitions for only \(max(0, days)) days ahead"
        )
    }

    private mutating func judgeUntold(_ age: Int64?) {
        guard let age, age > limits.untoldWarning else { return }
        add(.warning, "alert", "", "alerts have waited to be told for \(Self.readable(age))")
    }

    private mutating func add(
        _ level: HealthLevel,
        _ check: String,
        _ subject: String,
        _ text: String
    ) {
        findings.append(Finding(level: level, check: check, subject: subject, text: text))
    }

    private static func level(
        _ value: Int64,
        _ warning: Int64,
        _ critical: Int64
    ) -> HealthLevel? {
        value > critical ? .critical : value > warning ? .warning : nil
    }

    private static func counted(_ count: Int64, _ noun: String) -> String {
        "\(count) \(noun)\(count == 1 ? "" : "s")"
    }

    /// `45 s`, `12 min`, `3 h`, `2 d`, rounded down.
    private static func readable(_ seconds: Int64) -> String {
        switch seconds {
        case ..<120: "\(seconds) s"
        case ..<7_200: "\(seconds / 60) min"
        case ..<172_800: "\(seconds / 3_600) h"
        default: "\(seconds / 86_400) d"
        }
    }
}
