/// The settings that exist, so that a misspelt one is an error and not a silent default.
enum SettingName {
    private static let plain: Set<String> = [
        "DATABASE_URL", "RESERVOIR_ALERT_COMMAND", "RESERVOIR_ALERT_TIMEOUT_SECONDS",
        "RESERVOIR_ALERT_TO", "RESERVOIR_API_AUDIENCE", "RESERVOIR_API_BURST",
        "RESERVOIR_API_CONNECTIONS", "RESERVOIR_API_ISSUER", "RESERVOIR_API_JWKS",
        "RESERVOIR_API_RATE", "RESERVOIR_API_REQUESTS", "RESERVOIR_API_URL",
        "RESERVOIR_CALL_TIMEOUT_SECONDS", "RESERVOIR_LEASE_SECONDS", "RESERVOIR_MAIL_FROM",
        "RESERVOIR_METRICS_DIR", "RESERVOIR_PAGES", "RESERVOIR_PAGES_AUTHENTICATION_URL",
        "RESERVOIR_PAGES_PEOPLE", "RESERVOIR_PAGES_URL", "RESERVOIR_RETURN_URL",
        "RESERVOIR_SANDBOX_URL", "RESERVOIR_SMTP_HOST", "RESERVOIR_SMTP_PORT",
        "RESERVOIR_SMTP_SECURITY", "RESERVOIR_SMTP_TRUST_ROOTS", "RESERVOIR_SMTP_USER",
        "RESERVOIR_SQL_DIR", "RESERVOIR_WEBHOOK_PRIVATE", "RESERVOIR_WEBHOOK_TRUST_ROOTS",
    ]

    private static let secret: Set<String> = [
        "RESERVOIR_ALERT_WEBHOOK_URL", "RESERVOIR_SEAL_KEYS", "RESERVOIR_SMTP_PASSWORD",
        "RESERVOIR_STRIPE_WEBHOOK_KEYS",
    ]

    /// Where a gateway is, when it is not at its own address.
    static func gatewayURL(_ gateway: String) -> String { "RESERVOIR_\(gateway.uppercased())_URL" }

    /// The credentials of a gateway's accounts.
    static func gatewaySecrets(_ gateway: String) -> String {
        "RESERVOIR_\(gateway.uppercased())_SECRETS"
    }

    /// The gateway whose address or secrets a setting of this name holds; nil for every other.
    static func gateway(of name: String) -> String? {
        guard !plain.contains(name), !secret.contains(name), !name.hasSuffix("_DATABASE_URL"),
            name.hasPrefix("RESERVOIR_"),
            let suffix = ["_SECRETS_FILE", "_SECRETS", "_URL"].first(where: name.hasSuffix)
        else { return nil }
        return name.dropFirst("RESERVOIR_".count).dropLast(suffix.count).lowercased()
    }

    /// Whether a program of ours, or libpq, reads a variable of this name.
    ///
    /// Which gateways there are is checked where they are read.
    static func isKnown(_ name: String) -> Bool {
        if plain.contains(name) || secret.contains(name) || name.hasPrefix("PG") { return true }
        if name.hasSuffix("_FILE"), secret.contains(String(name.dropLast(5))) { return true }
        if name.hasPrefix("RESERVOIR_"), name.hasSuffix("_DATABASE_URL") { return true }
        return gateway(of: name) != nil
    }
}
