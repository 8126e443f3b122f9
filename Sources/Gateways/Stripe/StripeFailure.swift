/// Why a payment failed, in an error body and in a PaymentIntent.
struct StripeFailure: Decodable {
    let type: String
    let code: String?
    let declineCode: String?
    let message: String?

    enum CodingKeys: String, CodingKey {
        case type
        case code
        case declineCode = "decline_code"
        case message
    }
}
