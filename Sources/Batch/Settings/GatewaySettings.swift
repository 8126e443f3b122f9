/// How the gateways are reached.
public struct GatewaySettings: Sendable {
    /// RESERVOIR_STRIPE_URL.
    public let stripeURL: String

    /// RESERVOIR_TOSS_URL.
    public let tossURL: String

    /// The Stripe accounts of RESERVOIR_STRIPE_SECRETS, in the order of their first mention.
    public let stripe: [GatewayAccountSettings]

    /// The Toss accounts of RESERVOIR_TOSS_SECRETS, in the order of their first mention.
    public let toss: [GatewayAccountSettings]
}

/// A merchant account's credentials.
public struct GatewayAccountSettings: Sendable {
    /// The account, as `preorder.gateway_account` names it.
    public let account: String

    /// At least one; the first is for new requests, the others for those they were first sent with.
    public internal(set) var credentials: [CredentialSettings]
}

/// A secret API key and the id that stands for it in everything stored.
public struct CredentialSettings: Sendable {
    /// The id.
    public let id: String

    /// The key.
    public let secret: Secret<String>
}

extension SettingsReader {
    /// Both gateways; at least one account is needed.
    public mutating func gateways() -> GatewaySettings {
        let settings = GatewaySettings(
            stripeURL: url(
                "RESERVOIR_STRIPE_URL",
                default: "https://api.stripe.com",
                purpose: "Stripe"
            ),
            tossURL: url(
                "RESERVOIR_TOSS_URL",
                default: "https://api.tosspayments.com",
                purpose: "Toss"
            ),
            stripe: accounts("RESERVOIR_STRIPE_SECRETS"),
            toss: accounts("RESERVOIR_TOSS_SECRETS")
        )
        if settings.stripe.isEmpty, settings.toss.isEmpty, problems.isEmpty {
            note(
                "neither RESERVOIR_STRIPE_SECRETS nor RESERVOIR_TOSS_SECRETS is set: "
                    + "account=credential_id:secret,…"
            )
        }
        return settings
    }

    /// A list of `account=credential_id:secret`; of an account named twice the first is current.
    private mutating func accounts(_ name: String) -> [GatewayAccountSettings] {
        guard let list = secret(name) else { return [] }
        var accounts: [GatewayAccountSettings] = []
        for (index, item) in list.value.split(separator: ",").enumerated() {
            guard let (account, credential) = Self.credential(item) else {
                note("\(name): entry \(index + 1) is not account=credential_id:secret")
                continue
            }
            if let known = accounts.firstIndex(where: { $0.account == account }) {
                if accounts[known].credentials.contains(where: { $0.id == credential.id }) {
                    note("\(name): \(account) has two credentials \(credential.id)")
                }
                accounts[known].credentials.append(credential)
            } else {
                accounts.append(
                    GatewayAccountSettings(account: account, credentials: [credential])
                )
            }
        }
        return accounts
    }

    private static func credential(
        _ item: Substring
    ) -> (account: String, credential: CredentialSettings)? {
        let sides = item.split(separator: "=", maxSplits: 1)
        guard sides.count == 2, let account = sides.first,
            account.allSatisfy({ $0 == "-" || ($0.isASCII && ($0.isLowercase || $0.isNumber)) })
        else { return nil }
        let parts = sides[1].split(separator: ":", maxSplits: 1)
        guard parts.count == 2 else { return nil }
        return (
            String(account),
            CredentialSettings(id: String(parts[0]), secret: Secret(String(parts[1])))
        )
    }
}
