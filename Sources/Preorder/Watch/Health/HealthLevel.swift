/// How well something is, in the words and numbers of a Nagios plugin.
///
/// Source: Monitoring Plugins Development Guidelines, "Plugin Return Codes".
public enum HealthLevel: Int32, Sendable, Comparable, CaseIterable {
    /// As it should be.
    case ok = 0

    /// Somebody should look.
    case warning = 1

    /// Somebody must act.
    case critical = 2

    /// It could not be found out.
    case unknown = 3

    /// As monitoring prints it.
    public var name: String {
        switch self {
        case .ok: "OK"
        case .warning: "WARNING"
        case .critical: "CRITICAL"
        case .unknown: "UNKNOWN"
        }
    }

    /// Whether the left one is less urgent.
    public static func < (left: HealthLevel, right: HealthLevel) -> Bool {
        left.rawValue < right.rawValue
    }
}
