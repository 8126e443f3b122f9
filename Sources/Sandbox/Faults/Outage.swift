/// A time in which a service is down: what is sent to it meanwhile certainly has no effect.
public struct Outage: Sendable, Equatable {
    /// What is down; its own listener stands for it.
    public enum Service: String, Codable, Sendable, CaseIterable {
        /// Both payment gateways.
        case gateway
        /// The mail server.
        case mail
    }

    /// What somebody sees who calls meanwhile.
    public enum Kind: String, Codable, Sendable, CaseIterable {
        /// Connections are refused: the port is closed. Only a whole service can.
        case refuse
        /// Connections are taken and closed without an answer.
        case reset
        /// Calls are answered with 503, mail connections with 421.
        case unavailable = "503"
    }

    /// What is down.
    public var service: Service

    /// How it is down.
    public var kind: Kind

    /// When it goes down, in sandbox time; nil is before all time.
    public var from: Instant?

    /// How long it stays down, in sandbox time; nil is until the plan changes.
    public var duration: Duration?

    /// The accounts that find the gateway down; nil is all.
    public var accounts: Set<String>?

    /// An outage of a service or, at a gateway, of some accounts.
    public init(
        _ service: Service = .gateway,
        _ kind: Kind = .reset,
        from: Instant? = nil,
        lasting duration: Duration? = nil,
        accounts: Set<String>? = nil
    ) {
        self.service = service
        self.kind = kind
        self.from = from
        self.duration = duration
        self.accounts = accounts
    }

    /// Why this cannot be simulated; nil when it can.
    public var objection: String? {
        switch (kind, accounts) {
        case (.refuse, .some): "only a whole service can refuse connections, not an account"
        case (_, .some) where service == .mail: "the mail server has no accounts"
        default: nil
        }
    }

    /// The outage with its beginning, where only its length was said.
    func beginning(at now: Instant) -> Outage {
        var outage = self
        if duration != nil { outage.from = from ?? now }
        return outage
    }

    /// Whether the service is down for an account at an instant.
    func covers(_ service: Service, account: String?, at now: Instant) -> Bool {
        guard service == self.service, from.map({ $0 <= now }) ?? true else { return false }
        if let accounts, !(account.map(accounts.contains) ?? false) { return false }
        guard let from, let duration else { return true }
        return now < from.advanced(by: duration)
    }
}

extension Outage: Decodable {
    private enum CodingKeys: String, CodingKey {
        case service
        case kind
        case from
        case seconds
        case accounts
    }

    /// Reads `{"service"?, "kind"?, "from"?, "seconds"?, "accounts"?}`; seconds without a
    /// beginning count from when the plan is changed.
    ///
    /// - Throws: `DecodingError` when a value is out of its range or cannot be simulated.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        service = try container.decodeIfPresent(Service.self, forKey: .service) ?? .gateway
        kind = try container.decodeIfPresent(Kind.self, forKey: .kind) ?? .reset
        from = try container.decodeIfPresent(Instant.self, forKey: .from)
        let seconds = try container.decodeIfPresent(Int64.self, forKey: .seconds)
        duration = seconds.map { .seconds($0) }
        accounts = try container.decodeIfPresent(Set<String>.self, forKey: .accounts)
        let problem = seconds.map { $0 < 0 } == true ? "seconds cannot be negative" : objection
        if let problem {
            throw DecodingError.dataCorruptedError(
                forKey: .seconds,
                in: container,
                debugDescription: problem
            )
        }
    }

    /// The outage as a plan shows it.
    var json: JSON {
        [
            "service": .string(service.rawValue),
            "kind": .string(kind.rawValue),
            "from": .optional(from?.description),
            "seconds": duration.map { .number($0.components.seconds) } ?? .null,
            "accounts": accounts.map { .array($0.sorted().map(JSON.string)) } ?? .null,
        ]
    }
}
