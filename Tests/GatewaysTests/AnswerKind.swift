import Gateways

/// The kind of an answer, for tables of expectations.
enum AnswerKind: String, Sendable {
    case created
    case applied
    case refundApplied
    case pending
    case actionRequired
    case rejected
    case neverCharged
    case notYet
    case retry
    case lookThenRetry
    case unreachable
    case notSent
    case configuration
    case unknown
    case silent
    case keySpent
    case mismatch
}

extension GatewayAnswer {
    var kind: AnswerKind {
        switch self {
        case .created: .created
        case .applied: .applied
        case .refundApplied: .refundApplied
        case .pending: .pending
        case .actionRequired: .actionRequired
        case .rejected: .rejected
        case .neverCharged: .neverCharged
        case .notYet: .notYet
        case .retry: .retry
        case .lookThenRetry: .lookThenRetry
        case .unreachable: .unreachable
        case .notSent: .notSent
        case .configuration: .configuration
        case .unknown: .unknown
        case .silent: .silent
        case .keySpent: .keySpent
        case .mismatch: .mismatch
        }
    }

    /// Whether it may have happened, be it that an answer says little or that none came.
    var isUncertain: Bool { kind == .unknown || kind == .silent }

    var rejection: GatewayRejection? {
        guard case .rejected(let rejection) = self else { return nil }
        return rejection
    }

    var after: Duration? {
        switch self {
        case .retry(_, let after), .lookThenRetry(_, let after), .unknown(_, let after),
            .silent(_, let after):
            after
        default: nil
        }
    }
}
