/// How one gateway is reached.
public struct GatewaySettings: Sendable {
    /// The gateway's name, such as `stripe`.
    public let gateway: String

    /// RESERVOIR_<GATEWAY>_URL.
    public let url: String

    /// The accounts of RESERVOIR_<GATEWAY>_SECRETS, in the order of their first mention.
    public let accounts: [GatewayAccountSettings]
}

/// A gateway that settings may name, and where it is unless they say otherwise.
public struct GatewayPlace: Sendable {
    /// The gateway's name.
    public let gateway: String

    /// Its own address.
    public let standardURL: String

    /// A gateway at its own address.
    public init(gateway: String, standardURL: String) {
        self.gateway = gateway
        self.standardURL = standardURL
    }
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
    /// Every gateway that has accounts; at least one account is needed.
    ///
    /// Settings of a gateway that is not among `places` are noted: a name was misspelt.
    public mutating func gateways(_ places: [GatewayPlace]) -> [GatewaySettings] {
        let noted = problems.count
        let names = places.map(\.gateway)
        for setting in strangers(names) {
            note("\(setting): the gateways are \(names.joined(separator: ", "))")
        }
        let settings = places.map { place in
            GatewaySettings(
                gateway: place.gateway,
                url: url(
                    SettingName.gatewayURL(place.gateway),
                    default: place.standardURL,
                    purpose: place.gateway
                ),
                accounts: accounts(SettingName.gatewaySecrets(place.gateway))
            )
        }
        if settings.allSatisfy(\.accounts.isEmpty), problems.count == noted {
            let settings = names.map(SettingName.gatewaySecrets).joined(separator: ", ")
            note("none of \(settings) is set: account=credential_id:secret,…")
        }
        return settings.filter { !$0.accounts.isEmpty }
    }

    private func strangers(_ known: [String]) -> [String] {
        names.filter { name in SettingName.gateway(of: name).map { !known.contains($0) } ?? false }
            .sorted()
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
