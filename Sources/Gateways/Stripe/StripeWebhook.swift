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
        let signatures = parts.filter { $0.count == 2 && $0[0] == "v1" }.map { Array($0[1].utf8) }
        guard times.count == 1, let time = times.first, let seconds = Int64(time),
            !signatures.isEmpty
        else { return .malformed }
        let signed = Array("\(time).".utf8) + Array(body)
        let matches = secrets.contains { secret in
            let code = SHA256.authenticationCode(key: Array(secret.utf8), message: signed)
            return signatures.contains { same($0, hexadecimal(code)) }
        }
        guard matches else { return .forged }
        let at = Date(timeIntervalSince1970: TimeInterval(seconds))
        guard abs(now.timeIntervalSince(at)) <= toleranceSeconds else { return .outsideTolerance }
        return .authentic(at: at)
    }

    /// Compares all of both, so that the time taken says nothing of where they differ.
    private static func same(_ one: [UInt8], _ other: [UInt8]) -> Bool {
        guard one.count == other.count else { return false }
        return zip(one, other).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    private static func hexadecimal(_ bytes: [UInt8]) -> [UInt8] {
        let digits = Array("0123456789abcdef".utf8)
        return bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    }
}
