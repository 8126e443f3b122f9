/// A user name and password for AUTH.
public struct SMTPCredentials: Hashable, Sendable {
    /// The user name.
    public let username: String

    /// The password; never shown by `description`.
    public let password: String

    /// Credentials as the mail provider gave them.
    ///
    /// - Throws: `MailError.invalidConfiguration` for an empty user name or a NUL, which AUTH
    ///   PLAIN uses as its separator (RFC 4616).
    public init(username: String, password: String) throws(MailError) {
        guard !username.isEmpty, !username.utf8.contains(0), !password.utf8.contains(0) else {
            throw .invalidConfiguration(reason: "the user name is empty or a NUL is in them")
        }
        self.username = username
        self.password = password
    }
}

extension SMTPCredentials: CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    /// The user name alone.
    public var description: String { "credentials of \(username)" }

    /// The user name alone.
    public var debugDescription: String { description }

    /// The user name alone.
    public var customMirror: Mirror { Mirror(self, children: ["username": username]) }
}
