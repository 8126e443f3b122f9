import Foundation

/// An address that webhooks may be sent to, as far as that can be seen from its text.
public struct WebhookAddress: Sendable, Hashable {
    /// The address as it was given.
    public let text: String

    /// The host, without brackets.
    public let host: String

    /// The port.
    public let port: Int

    /// Longest address that is kept.
    private static let charactersMax = 1_900

    /// An `https` address without user, password and fragment, or, where that is allowed, an
    /// `http` one; nil for every other text.
    public init?(_ text: String, allowingHTTP: Bool) {
        guard text.utf8.count <= Self.charactersMax,
            text.utf8.allSatisfy({ (0x21...0x7e).contains($0) }),
            let parts = URLComponents(string: text), let host = parts.host, !host.isEmpty,
            parts.user == nil, parts.password == nil, parts.fragment == nil,
            parts.scheme == "https" || (allowingHTTP && parts.scheme == "http")
        else { return nil }
        self.text = text
        self.host = host.trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
        port = parts.port ?? (parts.scheme == "https" ? 443 : 80)
    }
}
