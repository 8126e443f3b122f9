/// The settings that exist, so that a misspelt one is an error and not a silent default.
enum SettingName {
    private static let plain: Set<String> = [
        "DATABASE_URL", "RESERVOIR_LEASE_SECONDS", "RESERVOIR_MAIL_FROM", "RESERVOIR_RETURN_URL",
        "RESERVOIR_SMTP_HOST", "RESERVOIR_SMTP_PORT", "RESERVOIR_SMTP_SECURITY",
        "RESERVOIR_SMTP_TRUST_ROOTS", "RESERVOIR_SMTP_USER", "RESERVOIR_SQL_DIR",
        "RESERVOIR_STATE_DIR", "RESERVOIR_STRIPE_URL", "RESERVOIR_TOSS_URL",
        "RESERVOIR_ALERT_COMMAND", "RESERVOIR_CALL_TIMEOUT_SECONDS",
    ]

    private static let secret: Set<String> = [
        "RESERVOIR_SEAL_KEYS", "RESERVOIR_SMTP_PASSWORD", "RESERVOIR_STRIPE_SECRETS",
        "RESERVOIR_STRIPE_WEBHOOK_SECRETS", "RESERVOIR_TOSS_SECRETS",
    ]

    /// Whether a program of ours, or libpq, reads a variable of this name.
    static func isKnown(_ name: String) -> Bool {
        if plain.contains(name) || secret.contains(name) || name.hasPrefix("PG") { return true }
        if name.hasSuffix("_FILE"), isKnown(String(name.dropLast(5))) { return true }
        return name.hasPrefix("RESERVOIR_")
            && (name.hasSuffix("_DATABASE_URL") || name.hasPrefix("RESERVOIR_API_"))
    }
}
