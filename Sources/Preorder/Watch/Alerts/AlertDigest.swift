import Money
public import Postgres

/// What is told at once: everything new, by kind, with what to do.
///
/// Plain ASCII but for names, so that any mail reader, pager and log shows it.
public struct AlertDigest: Sendable {
    /// The database, to tell several installations apart.
    public let database: String

    /// Domain time.
    public let now: Timestamp

    /// Whether the database is marked a simulation.
    public let isSimulation: Bool

    /// What is new, the most urgent first; kinds without anything new are not in it.
    public let groups: [AlertGroup]

    /// How many were told before and are still there, by kind.
    public let older: [(kind: String, count: Int)]

    private let probes: [String: any AlertProbe.Type]

    /// A digest; groups are put into the order of `probes`.
    public init(
        database: String,
        now: Timestamp,
        isSimulation: Bool,
        groups: [AlertGroup],
        older: [(kind: String, count: Int)],
        probes: [any AlertProbe.Type] = AlertProbes.standard
    ) {
        let kinds = probes.map { $0.kind }
        let place = { (kind: String) in kinds.firstIndex(of: kind) ?? kinds.count }
        self.database = database
        self.now = now
        self.isSimulation = isSimulation
        self.groups = groups.sorted { place($0.kind) < place($1.kind) }
        self.older = older.sorted { place($0.kind) < place($1.kind) }
        self.probes = Dictionary(uniqueKeysWithValues: probes.map { ($0.kind, $0) })
    }

    /// How many alerts are new.
    public var count: Int { groups.reduce(0) { $0 + $1.count } }

    /// One line: `Reservoir shop: 1 open breaker, 2 dead letters`.
    public var subject: String {
        "Reservoir \(database): "
            + groups.map { counted($0.kind, $0.count) }.joined(separator: ", ")
    }

    /// The whole digest, lines ended by `\n`.
    public var text: String {
        let time = isSimulation ? "\(now) (simulated time)" : "\(now)"
        var blocks = ["\(subject)\nas of \(time)"]
        blocks += groups.map(block)
        if !older.isEmpty {
            let counts = older.map { counted($0.kind, $0.count) }.joined(separator: ", ")
            blocks.append("Told before and still there: \(counts).")
        }
        blocks.append(
            "Each is told once. What is still there: SELECT * FROM report.alert, or "
                + "reservoir-admin check."
        )
        return blocks.joined(separator: "\n\n") + "\n"
    }

    private func block(_ group: AlertGroup) -> String {
        var heading = counted(group.kind, group.count).uppercased()
        if !group.amounts.isEmpty {
            heading += " (" + group.amounts.map(Self.plain).joined(separator: ", ") + ")"
        }
        var lines = [heading]
        if let probe = probes[group.kind] {
            lines.append(probe.meaning)
            lines.append("What to do: \(probe.advice)")
        }
        lines += group.alerts.map { "  " + line($0) }
        if group.count > group.alerts.count {
            lines.append("  and \(group.count - group.alerts.count) more")
        }
        return lines.joined(separator: "\n")
    }

    private func line(_ alert: Alert) -> String {
        var line = "\(alert.subject): \(alert.detail)"
        if let amount = alert.amount { line += ", \(Self.plain(amount))" }
        if let since = alert.since { line += ", since \(since)" }
        return line
    }

    private func counted(_ kind: String, _ count: Int) -> String {
        guard let probe = probes[kind] else { return "\(count) \(kind)" }
        return "\(count) \(count == 1 ? probe.singular : probe.plural)"
    }

    private static func plain(_ money: Money) -> String {
        "\(money.decimalString) \(money.currency.code)"
    }
}
