/// What the wire does to one call.
enum Misbehaviour: Sendable, Equatable {
    case none
    case timeoutBefore
    case timeoutAfter
    case timeoutLate
    case dropBefore
    case dropAfter
    case errorBefore
    case errorAfter
    case rateLimit

    init(_ fault: Fault, appliesBeforeDrop applies: Bool) {
        switch fault {
        case .timeoutBefore: self = .timeoutBefore
        case .timeoutAfter: self = .timeoutAfter
        case .timeoutLate: self = .timeoutLate
        case .drop: self = applies ? .dropAfter : .dropBefore
        case .errorBefore: self = .errorBefore
        case .errorAfter: self = .errorAfter
        case .rateLimit: self = .rateLimit
        case .decline, .forgetKey, .refundRefused, .refundPending, .refundFailsLate, .mailDeferred,
            .mailRefused, .mailDropAfter, .down, .duplicateWebhook, .reorderedWebhook,
            .wrongSettlementLine:
            self = .none
        }
    }
}
