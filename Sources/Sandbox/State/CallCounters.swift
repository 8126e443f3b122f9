/// How often the wire was used.
struct CallCounters: Sendable {
    private(set) var operations: [Operation: Int] = [:]
    private(set) var keys: [String: Int] = [:]

    /// Calls by account that found the gateway down; no operation or key counts them.
    private(set) var lost: [String: Int] = [:]

    private var arrivals: [String: Int] = [:]

    /// How many arrivals of this very call there have been.
    func arrivals(of identity: String) -> Int {
        arrivals[identity] ?? 0
    }

    mutating func countLost(account: String) {
        lost[account, default: 0] += 1
    }

    mutating func count(_ call: CallRecord) {
        operations[call.operation, default: 0] += 1
        arrivals[call.identity, default: 0] += 1
        if let key = call.key { keys[key, default: 0] += 1 }
    }
}
