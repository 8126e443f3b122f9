/// One setting of a fault plan by its name in `POST /_faults`, and how a value changes the plan.
enum FaultSetting: Hashable {
    case seed
    case rate(Fault)
    case timeoutAll
    case meetsQueries
    case delay
    case hold
    case operations
    case accounts
    case script
    case outages
    case outageSlot
    case outageKind

    /// The setting with a name such as `timeout_after_rate` or `delay_ms`.
    init?(name: String) {
        switch name {
        case "seed": self = .seed
        case "timeout_all": self = .timeoutAll
        case "fault_queries": self = .meetsQueries
        case "delay_ms": self = .delay
        case "timeout_hold_ms": self = .hold
        case "operations": self = .operations
        case "accounts": self = .accounts
        case "next": self = .script
        case "down": self = .outages
        case "down_seconds": self = .outageSlot
        case "down_kind": self = .outageKind
        default:
            guard name.hasSuffix("_rate"), let fault = Fault(rawValue: String(name.dropLast(5)))
            else { return nil }
            self = .rate(fault)
        }
    }
}
