/// What a call to a gateway asks for; the raw value names it in counters and fault plans.
public enum Operation: String, Codable, Sendable, CaseIterable {
    /// Stripe: make a PaymentIntent.
    case stripeCreateIntent = "stripe.payment_intents.create"
    /// Stripe: confirm a PaymentIntent, which charges.
    case stripeConfirmIntent = "stripe.payment_intents.confirm"
    /// Stripe: cancel a PaymentIntent.
    case stripeCancelIntent = "stripe.payment_intents.cancel"
    /// Stripe: read a PaymentIntent.
    case stripeRetrieveIntent = "stripe.payment_intents.retrieve"
    /// Stripe: list PaymentIntents.
    case stripeListIntents = "stripe.payment_intents.list"
    /// Stripe: refund.
    case stripeCreateRefund = "stripe.refunds.create"
    /// Stripe: read a refund.
    case stripeRetrieveRefund = "stripe.refunds.retrieve"
    /// Stripe: list refunds.
    case stripeListRefunds = "stripe.refunds.list"
    /// Stripe: list payouts.
    case stripeListPayouts = "stripe.payouts.list"
    /// Stripe: list balance transactions, of one payout or all.
    case stripeListBalanceTransactions = "stripe.balance_transactions.list"
    /// Toss: confirm what the buyer authenticated, which charges.
    case tossConfirm = "toss.payments.confirm"
    /// Toss: cancel a payment in whole or in part, which refunds.
    case tossCancel = "toss.payments.cancel"
    /// Toss: read a payment by its key.
    case tossRetrieve = "toss.payments.retrieve"
    /// Toss: read a payment by the order's id.
    case tossRetrieveByOrder = "toss.payments.retrieve_by_order"
    /// Toss: list the transactions of some days.
    case tossListTransactions = "toss.transactions.list"
    /// Toss: list what is settled on some days.
    case tossListSettlements = "toss.settlements.list"

    /// Whether the call only looks.
    public var isQuery: Bool {
        switch self {
        case .stripeRetrieveIntent, .stripeListIntents, .stripeRetrieveRefund, .stripeListRefunds,
            .stripeListPayouts, .stripeListBalanceTransactions, .tossRetrieve,
            .tossRetrieveByOrder, .tossListTransactions, .tossListSettlements:
            true
        case .stripeCreateIntent, .stripeConfirmIntent, .stripeCancelIntent, .stripeCreateRefund,
            .tossConfirm, .tossCancel:
            false
        }
    }

    var gateway: Gateway { rawValue.hasPrefix("stripe.") ? .stripe : .toss }
}
