/// The part of a PaymentIntent that decides.
///
/// Source: https://docs.stripe.com/api/payment_intents/object
struct StripeIntent: Decodable {
    let id: String
    let status: String
    let amount: Int64
    let amountReceived: Int64?
    let currency: String
    let metadata: [String: String]?
    let nextAction: NextAction?
    let lastPaymentError: StripeFailure?
    let paymentMethodTypes: [String]?

    struct NextAction: Decodable {
        let redirect: Redirect?

        enum CodingKeys: String, CodingKey {
            case redirect = "redirect_to_url"
        }
    }

    struct Redirect: Decodable {
        let url: String?
    }

    enum CodingKeys: String, CodingKey {
        case id
        case status
        case amount
        case amountReceived = "amount_received"
        case currency
        case metadata
        case nextAction = "next_action"
        case lastPaymentError = "last_payment_error"
        case paymentMethodTypes = "payment_method_types"
    }
}
