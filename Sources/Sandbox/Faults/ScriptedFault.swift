/// A fault for the next calls that match, so that a test need not search for a seed.
public struct ScriptedFault: Sendable, Equatable, Codable {
    /// One of the faults of the wire.
    public var fault: Fault

    /// The operation it waits for; nil is any.
    public var operation: Operation?

    /// The idempotency key it waits for; nil is any.
    public var idempotencyKey: String?

    /// How many calls it meets.
    public var times: Int

    /// A fault for the next calls that match.
    public init(
        _ fault: Fault,
        operation: Operation? = nil,
        idempotencyKey: String? = nil,
        times: Int = 1
    ) {
        self.fault = fault
        self.operation = operation
        self.idempotencyKey = idempotencyKey
        self.times = times
    }

    func matches(_ call: Call) -> Bool {
        let operationMatches = operation.map { $0 == call.operation } ?? !call.operation.isQuery
        return operationMatches
            && (idempotencyKey.map { $0 == call.request.idempotencyKey } ?? true)
    }

    private enum CodingKeys: String, CodingKey {
        case fault
        case operation
        case idempotencyKey = "idempotency_key"
        case times
    }

    /// Reads `{"fault", "operation"?, "idempotency_key"?, "times"?}`.
    ///
    /// - Throws: `DecodingError` when the fault or the operation has no such name, or the fault is
    ///   not one of the wire.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        fault = try container.decode(Fault.self, forKey: .fault)
        operation = try container.decodeIfPresent(Operation.self, forKey: .operation)
        idempotencyKey = try container.decodeIfPresent(String.self, forKey: .idempotencyKey)
        times = try container.decodeIfPresent(Int.self, forKey: .times) ?? 1
        guard Fault.wire.contains(fault) else {
            throw DecodingError.dataCorruptedError(
                forKey: .fault,
                in: container,
                debugDescription: "only a fault of the wire can be scripted, not \(fault.rawValue)"
            )
        }
    }
}
