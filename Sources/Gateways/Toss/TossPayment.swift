/// The part of a Payment that decides.
///
/// Source: https://docs.tosspayments.com/reference#payment-객체
struct TossPayment: Decodable {
    let paymentKey: String
    let orderId: String
    let status: String
    let totalAmount: Int64
    let balanceAmount: Int64
    let currency: String?
    let method: String?
    let approvedAt: String?
    let easyPay: EasyPay?
    let cancels: [TossCancel]?
    let failure: TossError?

    struct EasyPay: Decodable {
        let provider: String?
    }
}
