/// What keeps a message from being carried out: our fault, for a person to look at.
public enum ChannelError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The channel has no such kind.
    case unknownKind(String)

    /// The payload lacks what its kind needs.
    case malformedPayload(messageID: Int64)

    /// The row that the message speaks of is missing.
    case missing(String)

    /// The sealed request of an open attempt is gone.
    case noRequest(messageID: Int64)

    /// No adapter is configured for the account.
    case unknownAccount(String)

    /// What happened.
    public var description: String {
        switch self {
        case .unknownKind(let kind): "no handler for messages of kind \(kind)"
        case .malformedPayload(let messageID): "message \(messageID) lacks an id"
        case .missing(let what): "\(what) does not exist"
        case .noRequest(let messageID): "the request of message \(messageID) was wiped"
        case .unknownAccount(let account):
            "no credentials are configured for the gateway account \(account)"
        }
    }
}
