import Foundation

/// Links that show the same list with another condition; the one that holds is marked.
struct FilterLinks: Sendable {
    private let name: String
    private let links: [(name: String, address: String, isCurrent: Bool)]

    init(_ name: String, _ links: [(name: String, address: String, isCurrent: Bool)]) {
        self.name = name
        self.links = links
    }

    var html: HTML {
        let links = links.map { link -> HTML in
            let current: HTML = link.isCurrent ? " aria-current=\"true\"" : .nothing
            return "<a href=\"\(link.address)\"\(current)>\(link.name)</a>"
        }
        return "<nav class=\"filter\" aria-label=\"\(name)\">\(links)</nav>"
    }
}

/// The address of a page of ours with conditions; those without a value are left out.
struct PageAddress: Sendable {
    let text: String

    init(_ path: String, _ conditions: KeyValuePairs<String, String?>) {
        // Only what RFC 3986 calls unreserved stands for itself.
        let plain = CharacterSet(
            charactersIn: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~"
        )
        let pairs = conditions.compactMap { name, value in
            value?.addingPercentEncoding(withAllowedCharacters: plain).map { "\(name)=\($0)" }
        }
        text = pairs.isEmpty ? path : path + "?" + pairs.joined(separator: "&")
    }
}
