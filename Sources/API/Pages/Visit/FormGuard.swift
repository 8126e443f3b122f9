import Crypto
import Foundation

/// What every form of a signed-in person carries, and nobody else can know.
///
/// It follows from their token, which no script and no other site can read. Source: OWASP,
/// Cross-Site Request Forgery Prevention, "HMAC-based token pattern".
struct FormGuard: Sendable {
    let text: String

    init(token: String) {
        let code = HMAC<SHA256>.authenticationCode(
            for: Data("reservoir form".utf8),
            using: SymmetricKey(data: Data(token.utf8))
        )
        text = Base64URL.encode(code)
    }

    /// Whether a form carries it; takes as long for any answer.
    func isIn(_ other: String?) -> Bool {
        let (ours, theirs) = (Array(text.utf8), Array((other ?? "").utf8))
        guard ours.count == theirs.count else { return false }
        return zip(ours, theirs).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
