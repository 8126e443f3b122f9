/// An error body. Source: https://docs.tosspayments.com/reference/error-codes
struct TossError: Decodable {
    let code: String
    let message: String?
}
