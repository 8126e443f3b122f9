/// How mail is submitted.
public struct MailSettings: Sendable {
    /// How the connection is protected.
    public enum Security: String, Sendable, CaseIterable {
        /// Not at all: only to a relay on this machine.
        case plain = "none"

        /// TLS begins after STARTTLS; usually port 587.
        case startTLS = "starttls"

        /// TLS from the first byte; usually port 465.
        case implicitTLS = "tls"

        var standardPort: Int {
            switch self {
            case .plain: 25
            case .startTLS: 587
            case .implicitTLS: 465
            }
        }
    }

    /// A user name and its password.
    public struct Login: Sendable {
        /// RESERVOIR_SMTP_USER.
        public let user: String

        /// RESERVOIR_SMTP_PASSWORD.
        public let password: Secret<String>
    }

    /// RESERVOIR_SMTP_HOST.
    public let host: String

    /// RESERVOIR_SMTP_PORT; by default the usual one of the security.
    public let port: Int

    /// RESERVOIR_SMTP_SECURITY; `starttls` unless set.
    public let security: Security

    /// Nil when the relay asks for none.
    public let login: Login?

    /// RESERVOIR_SMTP_TRUST_ROOTS: a PEM file to trust in place of the system's authorities.
    public let trustRoots: String?

    /// RESERVOIR_MAIL_FROM: the sender's address.
    public let from: String
}

extension SettingsReader {
    /// Everything about mail.
    public mutating func mail() -> MailSettings {
        let security = smtpSecurity()
        return MailSettings(
            host: required("RESERVOIR_SMTP_HOST", "the relay that takes our mail"),
            port: integer(
                "RESERVOIR_SMTP_PORT",
                in: 1...65_535,
                default: security.standardPort
            ),
            security: security,
            login: smtpLogin(),
            trustRoots: string("RESERVOIR_SMTP_TRUST_ROOTS"),
            from: mailFrom()
        )
    }

    private mutating func smtpSecurity() -> MailSettings.Security {
        guard let text = string("RESERVOIR_SMTP_SECURITY") else { return .startTLS }
        guard let security = MailSettings.Security(rawValue: text) else {
            let known = MailSettings.Security.allCases.map(\.rawValue).joined(separator: ", ")
            note("RESERVOIR_SMTP_SECURITY is \(text): it must be one of \(known)")
            return .startTLS
        }
        return security
    }

    private mutating func smtpLogin() -> MailSettings.Login? {
        let password = secret("RESERVOIR_SMTP_PASSWORD")
        switch (string("RESERVOIR_SMTP_USER"), password) {
        case (let user?, let password?): return MailSettings.Login(user: user, password: password)
        case (nil, nil): return nil
        case (nil, .some), (.some, nil):
            note("RESERVOIR_SMTP_USER and RESERVOIR_SMTP_PASSWORD: set both or neither")
            return nil
        }
    }

    private mutating func mailFrom() -> String {
        let from = required("RESERVOIR_MAIL_FROM", "the sender's address of our mail")
        if !from.isEmpty, !Self.isAddress(from) {
            note("RESERVOIR_MAIL_FROM is not an address: \(from)")
        }
        return from
    }
}
