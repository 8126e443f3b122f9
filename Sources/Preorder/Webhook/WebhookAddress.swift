import Foundation

/// An address that webhooks may be sent to, as far as that can be seen from its text.
public struct WebhookAddress: Sendable, Hashable {
    /// The address as it was given.
    public let text: String

    /// The host as it goes over the wire, without brackets: what is looked up is what is connected
    /// to, also when its name is an international one.
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
            let parts = URLComponents(string: text),
            let host = parts.encodedHost.map(Self.withoutBrackets), Self.isPlain(host),
            // What the HTTP client takes for the host must be the same to the letter.
            URL(string: text)?.host.map(Self.withoutBrackets) == host,
            parts.user == nil, parts.password == nil, parts.fragment == nil,
            parts.scheme == "https" || (allowingHTTP && parts.scheme == "http")
        else { return nil }
        self.text = text
        self.host = host
        port = parts.port ?? (parts.scheme == "https" ? 443 : 80)
    }

    private static func withoutBrackets(_ host: String) -> String {
        host.trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
    }

    /// Whether it is made of what names and addresses are made of, with nothing escaped.
    private static func isPlain(_ host: String) -> Bool {
        !host.isEmpty
            && host.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: "-.:_".utf8.contains(byte)
                }
            }
    }
}
