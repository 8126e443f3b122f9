import Crypto
public import Foundation

/// Whether an incoming webhook is Stripe's: pure, the instant is given.
///
/// Source: https://docs.stripe.com/webhooks#verify-manually
public enum StripeWebhook {
    /// What the check found.
    public enum Verdict: Hashable, Sendable {
        /// Signed by one of the secrets, at this instant; it may still be a repeat.
        case authentic(at: Date)

        /// No time or no `v1` signature can be read from the header.
        case malformed

        /// Signed too long ago or too far ahead: perhaps a recording.
        case outsideTolerance

        /// Signed by none of the secrets.
        case forged
    }

    /// Checks a `Stripe-Signature` header over the raw body.
    ///
    /// Several secrets are given while one is rotated; at least one must match. `tolerance` is
    /// Stripe's own default.
    public static func verify(
        body: Data,
        signatureHeader: String,
        secrets: [String],
        now: Date,
        toleranceSeconds: TimeInterval = 300
    ) -> Verdict {
        let parts = signatureHeader.split(separator: ",").map {
            $0.split(separator: "=", maxSplits: 1).map(String.init)
        }
        let times = parts.filter { $0.count == 2 && $0[0] == "t" }.map { $0[1] }
        let signatures = parts.filter { $0.count == 2 && $0[0] == "v1" }
            .map { code(hexadecimal: $0[1]) ?? Data() }
        guard times.count == 1, let time = times.first, let seconds = Int64(time),
            !signatures.isEmpty
        else { return .malformed }
        let signed = Data("\(time).".utf8) + body
        let matches = secrets.contains { secret in
            let key = SymmetricKey(data: Data(secret.utf8))
            // In constant time.
            return signatures.contains {
                HMAC<SHA256>.isValidAuthenticationCode($0, authenticating: signed, using: key)
            }
        }
        guard matches else { return .forged }
        let at = Date(timeIntervalSince1970: TimeInterval(seconds))
        guard abs(now.timeIntervalSince(at)) <= toleranceSeconds else { return .outsideTolerance }
        return .authentic(at: at)
    }

    /// The bytes of a code in hexadecimal; nil when it is not 32 of them.
    private static func code(hexadecimal text: String) -> Data? {
        let digits = text.compactMap(\.hexDigitValue)
        guard text.count == 64, digits.count == 64 else { return nil }
        return Data(
            stride(from: 0, to: 64, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) }
        )
    }
}
