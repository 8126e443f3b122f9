/// Which mail server to use and how.
public struct SMTPConfiguration: Hashable, Sendable {
    /// How the connection is protected.
    public enum Security: String, Hashable, Sendable, CaseIterable {
        /// Not at all, credentials included: for development on one's own machine.
        case plain

        /// Clear text until STARTTLS, which the server must offer (port 587).
        case startTLS

        /// TLS from the first byte (port 465; RFC 8314 prefers it).
        case implicitTLS
    }

    /// Who vouches for the server's certificate.
    public enum TrustRoots: Hashable, Sendable {
        /// The system's certificate authorities.
        case system

        /// The certificates in a PEM file.
        case pemFile(String)
    }

    /// The server's name or IP address.
    public var host: String

    /// The server's port.
    public var port: Int

    /// How the connection is protected.
    public var security: Security

    /// User name and password; nil sends no AUTH.
    public var credentials: SMTPCredentials?

    /// Who vouches for the server's certificate.
    public var trustRoots = TrustRoots.system

    /// The name the certificate must carry; nil for `host`.
    public var serverName: String?

    /// The name given in EHLO.
    public var clientName = "localhost"

    /// How long to wait for what.
    public var timeouts = SMTPTimeouts()

    /// Connections open at the same time; providers commonly allow 5 to 20.
    public var connectionsMax = 4

    /// Mails over one connection, after which it is closed; Postfix and others limit it too.
    public var mailsPerConnectionMax = 100

    /// Sends that wait for a connection; one more is `unreachable`.
    public var waitersMax = 1000

    /// Settings with defaults for everything that is seldom changed.
    public init(
        host: String,
        port: Int,
        security: Security,
        credentials: SMTPCredentials? = nil
    ) {
        self.host = host
        self.port = port
        self.security = security
        self.credentials = credentials
    }

    /// The name to verify, nil when it is an IP address (then the address is verified).
    var verifiedName: String? {
        let name = serverName ?? host
        let isAddress = name.contains(":") || name.allSatisfy { $0.isNumber || $0 == "." }
        return isAddress ? nil : name
    }

    func check() throws(MailError) {
        guard !host.isEmpty, !host.utf8.contains(where: { $0 <= 0x20 }) else {
            throw .invalidConfiguration(reason: "the host is empty or holds a blank")
        }
        guard (1...65_535).contains(port) else {
            throw .invalidConfiguration(reason: "the port must be 1 to 65535")
        }
        guard connectionsMax > 0, mailsPerConnectionMax > 0, waitersMax >= 0 else {
            throw .invalidConfiguration(reason: "the limits must be positive")
        }
        do throws(HostName.Fault) {
            try HostName.check(clientName[...])
        } catch {
            throw .invalidConfiguration(reason: "the client's name: \(error.reason)")
        }
    }
}
