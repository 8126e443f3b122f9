import Foundation
public import Postgres

/// How the pages are served; without it they are not.
public struct PageSettings: Sendable {
    /// What browsers reach them by: scheme and host, such as `https://store.example`; nil where they
    /// are asked for directly, in development.
    public var address: String?

    /// Where buyers authenticate payments: the sandbox's page; nil where the store has its own way.
    public var authentication: String?

    /// Whom the sign-in page offers, in development; nobody elsewhere.
    public var people: [Person] = []

    /// How the operators' pages reach the database, as `reservoir-admin` does; without it there are
    /// none.
    public var operators: ConnectionConfiguration?

    /// Somebody to be in development.
    public struct Person: Sendable, Hashable, Decodable {
        /// What the button says.
        public let name: String

        /// Their bearer token.
        public let token: String

        /// Somebody.
        public init(name: String, token: String) {
            self.name = name
            self.token = token
        }
    }

    /// Pages without anything of development.
    public init() {}
}

extension PageSettings {
    /// Whether browsers reach the pages by TLS.
    var isSecure: Bool { address?.lowercased().hasPrefix("https://") ?? false }

    /// The people that are members, to whom gifts can be given.
    var recipients: [(memberID: UUID, name: String)] {
        people.compactMap { person in
            person.memberID.map { (memberID: $0, name: person.name) }
        }
    }
}

extension PageSettings.Person {
    /// The member that the token names, if it is a member's; whoever signs in with it is checked
    /// then.
    fileprivate var memberID: UUID? {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let bytes = Base64URL.decode(parts[1]) else { return nil }
        do {
            let claims = try JSONDecoder().decode(Claims.self, from: Data(bytes))
            return claims.role ?? "member" == "member" ? UUID(uuidString: claims.sub) : nil
        } catch {
            return nil
        }
    }

    private struct Claims: Decodable {
        let sub: String
        let role: String?
    }
}
