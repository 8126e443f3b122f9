/// Which faults happen how often, to which calls.
///
/// Whether a fault meets a call depends on the seed and on the call's identity (account, operation,
/// object, idempotency key, and its how-manieth arrival), never on the order in which different
/// calls arrive: two runs with the same keys see the same faults.
public struct FaultPlan: Sendable, Equatable {
    /// Where all draws begin.
    public var seed: UInt64 = 1

    /// The share of calls, from 0 to 1, that each fault meets.
    public var rates: [Fault: Double] = [:]

    /// No call is answered at all; the seed says which of them take effect.
    public var timeoutAll = false

    /// Whether the faults of the wire also meet calls that only look.
    public var meetsQueries = false

    /// How long every call takes.
    public var delay: Duration = .zero

    /// How long a call that is never answered keeps its connection.
    public var hold: Duration = .seconds(30)

    /// The operations that the faults of the wire meet; nil is all.
    public var operations: Set<Operation>?

    /// The accounts that the faults of the wire meet; nil is all.
    public var accounts: Set<String>?

    /// Faults for the very next matching calls, before any draw.
    public var script: [ScriptedFault] = []

    /// The times in which a service is down.
    public var outages: [Outage] = []

    /// How long a drawn outage lasts, in sandbox time: time is cut into slots of this length.
    public var outageSlot: Duration = .seconds(600)

    /// How a service is down in a drawn outage.
    public var outageKind = Outage.Kind.reset

    /// A plan without faults.
    public init() {}

    /// Whether a fault is drawn for an identity.
    func draws(_ fault: Fault, _ identity: String) -> Bool {
        guard let rate = rates[fault], rate > 0 else { return false }
        return StableHash.fraction("\(fault.rawValue)|\(identity)", seed: seed) < rate
    }

    /// One of several values, as the seed says.
    func choice<Value>(of values: [Value], _ identity: String) -> Value {
        values[Int(StableHash.of("choice|\(identity)", seed: seed) % UInt64(values.count))]
    }

    /// What the wire does to the `ordinal`th arrival of a call; takes what is scripted for it.
    mutating func misbehaviour(for call: Call, ordinal: Int) -> Misbehaviour {
        let identity = "\(call.identity)|\(ordinal)"
        let applies = choice(of: [true, false], identity)
        if let fault = takeScripted(for: call) {
            return Misbehaviour(fault, appliesBeforeDrop: applies)
        }
        guard accounts?.contains(call.account) ?? true,
            operations?.contains(call.operation) ?? true
        else { return .none }
        if timeoutAll { return applies ? .timeoutAfter : .timeoutBefore }
        guard meetsQueries || !call.operation.isQuery,
            let fault = Fault.wire.first(where: { draws($0, identity) })
        else { return .none }
        return Misbehaviour(fault, appliesBeforeDrop: applies)
    }

    private mutating func takeScripted(for call: Call) -> Fault? {
        guard let index = script.firstIndex(where: { $0.matches(call) }) else { return nil }
        script[index].times -= 1
        let fault = script[index].fault
        if script[index].times <= 0 { script.remove(at: index) }
        return fault
    }
}
