import Foundation

extension SettingsReader {
    /// How long a lane stays a drain's without a sign of life: RESERVOIR_LEASE_SECONDS, 30.
    public mutating func lease() -> Duration {
        .seconds(integer("RESERVOIR_LEASE_SECONDS", in: 1...3_600, default: 30))
    }

    /// Whether webhooks may go to private networks and by `http`: RESERVOIR_WEBHOOK_PRIVATE is
    /// `allow`, for development only.
    public mutating func allowsPrivateWebhooks() -> Bool {
        guard let text = string("RESERVOIR_WEBHOOK_PRIVATE") else { return false }
        if text != "allow" { note("RESERVOIR_WEBHOOK_PRIVATE is \(text): it can only be allow") }
        return text == "allow"
    }

    /// How webhooks go out, where they do: RESERVOIR_WEBHOOK_PRIVATE, RESERVOIR_WEBHOOK_TRUST_ROOTS.
    public mutating func webhooks() -> WebhookSettings {
        WebhookSettings(
            allowsPrivate: allowsPrivateWebhooks(),
            trustRoots: string("RESERVOIR_WEBHOOK_TRUST_ROOTS")
        )
    }

    /// RESERVOIR_STRIPE_WEBHOOK_KEYS: what Stripe's webhooks are signed with.
    ///
    /// A list of `account=whsec_…`, several of an account while one is changed; empty when it is
    /// not set.
    public mutating func stripeWebhookKeys() -> [(account: String, key: Secret<String>)] {
        let name = "RESERVOIR_STRIPE_WEBHOOK_KEYS"
        guard let list = secret(name) else { return [] }
        var keys: [(account: String, key: Secret<String>)] = []
        for (index, item) in list.value.split(separator: ",").enumerated() {
            let sides = item.split(separator: "=", maxSplits: 1).map(String.init)
            guard sides.count == 2 else {
                note("\(name): entry \(index + 1) is not account=whsec_…")
                continue
            }
            keys.append((sides[0], Secret(sides[1])))
        }
        return keys
    }

    /// Where a gateway sends the buyer back to: RESERVOIR_RETURN_URL.
    public mutating func returnURL() -> String {
        url("RESERVOIR_RETURN_URL", default: nil, purpose: "where gateways send buyers back to")
    }

    /// An `https` address, or `http` on this machine.
    public mutating func url(
        _ name: String,
        default standard: String?,
        purpose: String
    ) -> String {
        guard let text = string(name) ?? standard else { return required(name, purpose) }
        guard Self.isSafe(url: text) else {
            note("\(name) is \(text): it must be an https address (http only on this machine)")
            return text
        }
        return text
    }

    /// Whether what goes to an address is protected on its way.
    static func isSafe(url text: String) -> Bool {
        let parts = URLComponents(string: text)
        let host = parts?.host ?? ""
        let isLoopback = ["127.0.0.1", "localhost", "[::1]", "::1"].contains(host)
        return !host.isEmpty
            && (parts?.scheme == "https" || (parts?.scheme == "http" && isLoopback))
    }

    /// The libpq conninfo or URI for a channel: RESERVOIR_<CHANNEL>_DATABASE_URL, else
    /// DATABASE_URL; empty for libpq's own `PG*` variables.
    public func conninfo(channel: String? = nil) -> String {
        let own = channel.flatMap { string("RESERVOIR_\($0.uppercased())_DATABASE_URL") }
        return own ?? string("DATABASE_URL") ?? ""
    }
}
