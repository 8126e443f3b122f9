/// One entry of a Payment's `cancels`.
struct TossCancel: Decodable {
    let cancelAmount: Int64
    let cancelReason: String?
    let canceledAt: String?
    let transactionKey: String
    let cancelStatus: String?
}
