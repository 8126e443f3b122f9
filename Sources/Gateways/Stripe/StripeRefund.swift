/// A refund. Source: https://docs.stripe.com/api/refunds/object
struct StripeRefund: Decodable {
    let id: String
    let status: String
    let amount: Int64
    let currency: String
    let created: Int64?
    let metadata: [String: String]?
    let failureReason: String?

    enum CodingKeys: String, CodingKey {
        case id
        case status
        case amount
        case currency
        case created
        case metadata
        case failureReason = "failure_reason"
    }
}
