public import Batch
public import Gateways
public import Mail
public import Preorder

/// Makes the handlers of the external channels from a program's settings.
public enum ChannelSetUp {
    /// The vault of the configured sealing keys.
    ///
    /// - Throws: `ProgramError.configuration`.
    public static func vault(_ keys: [SealKey]) throws(ProgramError) -> Vault {
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

    /// One adapter for each configured account.
    ///
    /// - Throws: `ProgramError.configuration`.
    public static func gateways(
        _ settings: [GatewaySettings],
        registry: GatewayRegistry = GatewayRegistry(),
        callTimeout: Duration,
        connectionsMax: Int
    ) throws(ProgramError) -> GatewayDirectory {
        var gateways: [String: any PaymentGateway] = [:]
        do throws(GatewayError) {
            for gateway in settings {
                for account in gateway.accounts {
                    guard let credentials = credentials(account) else { continue }
                    gateways[account.account] = try registry.gateway(
                        named: gateway.gateway,
                        GatewayConfiguration(
                            baseURL: gateway.url,
                            credentials: credentials,
                            lookUpTimeout: callTimeout,
                            connectionsMax: connectionsMax
                        )
                    )
                }
            }
        } catch {
            throw .configuration(["\(error)"])
        }
        return GatewayDirectory(gateways)
    }

    /// The mail handler and the submission that it uses, to be closed at the end.
    ///
    /// - Throws: `ProgramError.configuration`.
    public static func mail(
        _ settings: MailSettings,
        vault: Vault,
        callTimeout: Duration,
        connectionsMax: Int
    ) throws(ProgramError) -> (handler: MailHandler, submission: SMTPSubmission) {
        do throws(MailError) {
            let from = try MailAddress(settings.from)
            let submission = try SMTPSubmission(
                try smtp(settings, callTimeout, connectionsMax)
            )
            let handler = MailHandler(
                submission: submission,
                catalog: .standard,
                from: from,
                domain: String(settings.from.split(separator: "@").last ?? "localhost"),
                vault: vault,
                callTimeout: callTimeout
            )
            return (handler, submission)
        } catch {
            throw .configuration(["\(error)"])
        }
    }

    static func smtp(
        _ settings: MailSettings,
        _ callTimeout: Duration,
        _ connectionsMax: Int
    ) throws(MailError) -> SMTPConfiguration {
        var configuration = SMTPConfiguration(
            host: settings.host,
            port: settings.port,
            security: security(settings.security)
        )
        if let login = settings.login {
            configuration.credentials = try SMTPCredentials(
                username: login.user,
                password: login.password.value
            )
        }
        if let roots = settings.trustRoots { configuration.trustRoots = .pemFile(roots) }
        configuration.timeouts.send = callTimeout
        configuration.connectionsMax = connectionsMax
        return configuration
    }

    private static func security(_ security: MailSettings.Security) -> SMTPConfiguration.Security {
        switch security {
        case .plain: .plain
        case .startTLS: .startTLS
        case .implicitTLS: .implicitTLS
        }
    }

    private static func credentials(_ account: GatewayAccountSettings) -> GatewayCredentials? {
        let all = account.credentials.map { GatewayCredential(id: $0.id, secret: $0.secret.value) }
        guard let current = all.first else { return nil }
        return GatewayCredentials(current: current, earlier: Array(all.dropFirst()))
    }
}
