/// A number for a graph, with its limits.
public struct HealthMetric: Hashable, Sendable {
    /// Letters, digits, `_` and `-` only.
    public let name: String

    /// The number.
    public let value: Int64

    /// `s` for seconds, empty for a count.
    public let unit: String

    /// The range that is still well, as Nagios writes it; empty: any number is well.
    public let warning: String

    /// The range that is not critical; empty: no number is critical.
    public let critical: String

    /// A count.
    init(_ name: String, _ count: Int64, warning: String = "", critical: String = "") {
        self.init(name, count, unit: "", warning: warning, critical: critical)
    }

    /// An age in seconds.
    init(_ name: String, seconds: Int64, warning: Int64? = nil, critical: Int64? = nil) {
        self.init(
            name,
            seconds,
            unit: "s",
            warning: warning.map(String.init) ?? "",
            critical: critical.map(String.init) ?? ""
        )
    }

    private init(
        _ name: String,
        _ value: Int64,
        unit: String,
        warning: String,
        critical: String
    ) {
        self.name = name
        self.value = value
        self.unit = unit
        self.warning = warning
        self.critical = critical
    }

    /// Performance data: `oldest_due_mail=12s;600;2400`.
    ///
    /// Source: Monitoring Plugins Development Guidelines, "Performance data".
    public var text: String {
        var text = "\(name)=\(value)\(unit)"
        if !warning.isEmpty || !critical.isEmpty { text += ";\(warning)" }
        if !critical.isEmpty { text += ";\(critical)" }
        return text
    }
}
