import Crypto
import Foundation

/// The `Stripe-Signature` header.
///
/// Source: https://docs.stripe.com/webhooks#verify-manually
enum StripeSignature {
    static func header(body: String, secret: String, at now: Instant) -> String {
        let key = SymmetricKey(data: Data(secret.utf8))
        let code = HMAC<SHA256>.authenticationCode(
            for: Data("\(now.seconds).\(body)".utf8),
            using: key
        )
        let digits = code.map { byte in
            let text = String(byte, radix: 16)
            return text.count == 1 ? "0" + text : text
        }
        return "t=\(now.seconds),v1=\(digits.joined())"
    }
}
