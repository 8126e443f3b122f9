import Foundation

/// The account a call speaks for, read from its secret key.
///
/// `sk_test_ACCOUNT` (Stripe) and `test_sk_ACCOUNT` (Toss) name the account; what follows a dot
/// (`sk_test_ACCOUNT.v2`) tells a rotated key from the one before it.
struct Credential: Sendable, Equatable {
    let account: String
    let secret: String

    /// Stripe: `Authorization: Bearer sk_…`, or Basic with the key as the user.
    static func stripe(authorization: String?) -> Credential? {
        guard let secret = bearer(authorization) ?? basic(authorization) else { return nil }
        return find(in: secret, prefixes: ["sk_test_", "sk_live_"])
    }

    /// Toss: `Authorization: Basic base64(secret + ":")`.
    static func toss(authorization: String?) -> Credential? {
        guard let secret = basic(authorization) else { return nil }
        return find(in: secret, prefixes: ["test_sk_", "live_sk_"])
    }

    private static func find(in secret: String, prefixes: [String]) -> Credential? {
        guard let prefix = prefixes.first(where: secret.hasPrefix) else { return nil }
        let account = secret.dropFirst(prefix.count).prefix { $0 != "." }
        return account.isEmpty ? nil : Credential(account: String(account), secret: secret)
    }

    private static func bearer(_ authorization: String?) -> String? {
        guard let authorization, authorization.hasPrefix("Bearer ") else { return nil }
        return String(authorization.dropFirst("Bearer ".count))
    }

    private static func basic(_ authorization: String?) -> String? {
        guard let authorization, authorization.hasPrefix("Basic "),
            let data = Data(base64Encoded: String(authorization.dropFirst("Basic ".count))),
            let pair = String(data: data, encoding: .utf8), pair.hasSuffix(":")
        else { return nil }
        return String(pair.dropLast())
    }
}
