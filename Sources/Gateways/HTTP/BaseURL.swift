import Foundation

/// The checked start of every URL of an adapter.
struct BaseURL: Sendable {
    /// The URL without a trailing slash.
    let text: String

    /// - Throws: `GatewayError.configuration` unless it is `https`, or `http` to this machine.
    init(_ text: String) throws(GatewayError) {
        guard let parts = URLComponents(string: text), let host = parts.host, !host.isEmpty else {
            throw .configuration("the base URL has no host")
        }
        guard parts.query == nil, parts.fragment == nil, parts.user == nil, parts.password == nil
        else { throw .configuration("the base URL is a scheme, a host and a path only") }
        let loopback = ["localhost", "127.0.0.1", "::1", "[::1]"].contains(host)
        guard parts.scheme == "https" || (parts.scheme == "http" && loopback) else {
            throw .configuration("the base URL must be https; http is for loopback hosts only")
        }
        self.text = text.hasSuffix("/") ? String(text.dropLast()) : text
    }
}
