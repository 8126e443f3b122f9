import API
import Batch
import Postgres
import Preorder

/// What the environment and the settings file say of the API.
struct APISettings {
    private let keyFile: String
    private let keys: [SealKey]
    private let issuer: String?
    private let audience: String?
    private let limits: APIConfiguration.Limits
    private let allowsPrivateWebhooks: Bool
    private let stripeKeys: [(account: String, key: Secret<String>)]
    private let pages: PagesSettings

    /// - Throws: `ProgramError.configuration` with every problem at once.
    init(_ reader: SettingsReader, host: String) throws(ProgramError) {
        var reader = reader
        keyFile = reader.required("RESERVOIR_API_JWKS", "the JWKS file with the keys of tokens")
        keys = reader.sealKeys()
        issuer = reader.string("RESERVOIR_API_ISSUER")
        audience = reader.string("RESERVOIR_API_AUDIENCE")
        var limits = APIConfiguration.Limits()
        limits.connections = reader.integer(
            "RESERVOIR_API_CONNECTIONS",
            in: 1...1_000,
            default: limits.connections
        )
        limits.waiters = 4 * limits.connections
        limits.requests = reader.integer(
            "RESERVOIR_API_REQUESTS",
            in: 1...100_000,
            default: limits.requests
        )
        limits.callers = 16 * limits.requests
        limits.requestsPerSecond = reader.integer(
            "RESERVOIR_API_RATE",
            in: 1...100_000,
            default: limits.requestsPerSecond
        )
        limits.burst = reader.integer(
            "RESERVOIR_API_BURST",
            in: 1...100_000,
            default: limits.burst
        )
        limits.webhooksPerSecond = reader.integer(
            "RESERVOIR_API_WEBHOOK_RATE",
            in: 1...100_000,
            default: limits.webhooksPerSecond
        )
        self.limits = limits
        allowsPrivateWebhooks = reader.allowsPrivateWebhooks()
        stripeKeys = reader.stripeWebhookKeys()
        pages = PagesSettings(&reader)
        if pages.isForDevelopment, !["127.0.0.1", "::1", "localhost"].contains(host) {
            reader.note(
                "RESERVOIR_PAGES_PEOPLE lets anybody be whom they please: only with a --host of "
                    + "this machine alone, not \(host)"
            )
        }
        try reader.check()
    }

    /// - Throws: `ProgramError.configuration` when the sealing keys cannot be used.
    func configuration(
        _ connection: ConnectionConfiguration
    ) throws(ProgramError) -> APIConfiguration {
        var configuration = APIConfiguration(
            connection: connection,
            vault: try vault(),
            keyFile: keyFile,
            schema: SchemaNumber.current
        )
        configuration.issuer = issuer
        configuration.audience = audience
        configuration.limits = limits
        configuration.incoming = GatewayReaders.all(stripeKeys: stripeKeys)
        configuration.allowsPrivateWebhooks = allowsPrivateWebhooks
        configuration.pages = pages.settings(connection)
        return configuration
    }

    private func vault() throws(ProgramError) -> Vault {
        do throws(VaultError) {
            var vaultKeys: [Vault.Key] = []
            for key in keys {
                vaultKeys.append(try Vault.Key(id: key.id, bytes: key.bytes.value))
            }
            return try Vault(keys: vaultKeys)
        } catch {
            throw .configuration(["\(error)"])
        }
    }
}
