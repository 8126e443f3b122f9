/// Which operation a path names, and on which object.
struct Route: Sendable, Equatable {
    let operation: Operation

    /// The id in the path; empty where the path names a collection.
    let subject: String

    /// The gateway that owns a path; nil when it is not a gateway's path.
    static func gateway(ofPath path: String) -> Gateway? {
        if ["/v1/payments", "/v1/transactions", "/v1/settlements"].contains(path)
            || path.hasPrefix("/v1/payments/")
        {
            return .toss
        }
        return path.hasPrefix("/v1/") ? .stripe : nil
    }

    /// The operation behind a method and a path; nil when the gateway has none.
    static func find(method: String, path: String) -> Route? {
        let parts = path.split(separator: "/").dropFirst().map(String.init)
        return switch (method, parts.first) {
        case ("POST", "payment_intents"), ("GET", "payment_intents"): intents(method, parts)
        case ("POST", "refunds"), ("GET", "refunds"): refunds(method, parts)
        case ("POST", "payments"), ("GET", "payments"): payments(method, parts)
        case ("GET", .some(let name)) where parts.count == 1: statement(name)
        default: nil
        }
    }

    private static func statement(_ name: String) -> Route? {
        switch name {
        case "payouts": Route(operation: .stripeListPayouts, subject: "")
        case "balance_transactions":
            Route(operation: .stripeListBalanceTransactions, subject: "")
        case "transactions": Route(operation: .tossListTransactions, subject: "")
        case "settlements": Route(operation: .tossListSettlements, subject: "")
        default: nil
        }
    }

    private static func intents(_ method: String, _ parts: [String]) -> Route? {
        switch (method, parts.count, parts.last) {
        case ("POST", 1, _): Route(operation: .stripeCreateIntent, subject: "")
        case ("GET", 1, _): Route(operation: .stripeListIntents, subject: "")
        case ("GET", 2, _): Route(operation: .stripeRetrieveIntent, subject: parts[1])
        case ("POST", 3, "confirm"): Route(operation: .stripeConfirmIntent, subject: parts[1])
        case ("POST", 3, "cancel"): Route(operation: .stripeCancelIntent, subject: parts[1])
        default: nil
        }
    }

    private static func refunds(_ method: String, _ parts: [String]) -> Route? {
        switch (method, parts.count) {
        case ("POST", 1): Route(operation: .stripeCreateRefund, subject: "")
        case ("GET", 1): Route(operation: .stripeListRefunds, subject: "")
        case ("GET", 2): Route(operation: .stripeRetrieveRefund, subject: parts[1])
        default: nil
        }
    }

    private static func payments(_ method: String, _ parts: [String]) -> Route? {
        switch (method, parts.count) {
        case ("POST", 2) where parts[1] == "confirm": Route(operation: .tossConfirm, subject: "")
        case ("POST", 3) where parts[2] == "cancel":
            Route(operation: .tossCancel, subject: parts[1])
        case ("GET", 2): Route(operation: .tossRetrieve, subject: parts[1])
        case ("GET", 3) where parts[1] == "orders":
            Route(operation: .tossRetrieveByOrder, subject: parts[2])
        default: nil
        }
    }
}
