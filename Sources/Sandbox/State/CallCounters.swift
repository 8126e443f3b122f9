/// How often the wire was used.
struct CallCounters: Sendable {
    private(set) var operations: [Operation: Int] = [:]
    private(set) var keys: [String: Int] = [:]
    private var arrivals: [String: Int] = [:]

    /// How many arrivals of this very call there have been.
    func arrivals(of identity: String) -> Int {
        arrivals[identity] ?? 0
    }

    mutating func count(_ call: CallRecord) {
        operations[call.operation, default: 0] += 1
        arrivals[call.identity, default: 0] += 1
        if let key = call.key { keys[key, default: 0] += 1 }
    }
}
