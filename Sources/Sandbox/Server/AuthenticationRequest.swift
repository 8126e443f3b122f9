import Foundation

/// What a buyer authenticates: an amount on a method, or a PaymentIntent that waits for them.
struct AuthenticationRequest: Decodable, Sendable {
    let gateway: Gateway
    let account: String?
    let orderId: String?

    /// In the gateway's own units, as its client library is given it.
    let amount: Decimal?

    let currency: String?
    let method: String?
    let paymentIntent: String?
    let decline: Decline?

    /// The code with which the confirm is to be refused; nil when the buyer approves.
    func declineCode(usual: String) -> String? {
        switch decline {
        case nil, .flag(false): nil
        case .flag(true): usual
        case .code(let code): code
        }
    }

    /// `true`, `false`, or a code.
    enum Decline: Decodable, Sendable {
        case flag(Bool)
        case code(String)

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            do {
                self = .code(try container.decode(String.self))
            } catch DecodingError.typeMismatch {
                self = .flag(try container.decode(Bool.self))
            }
        }
    }
}
