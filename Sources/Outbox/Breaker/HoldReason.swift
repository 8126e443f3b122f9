/// Why a message is held back although it is due; it spends no try.
public enum HoldReason: Hashable, Codable, Sendable, CustomStringConvertible {
    /// Its destination does not answer.
    case breaker(String)

    /// A person, or a refused credential, has paused its destination.
    case pause(String)

    /// This host's settings lack what the message needs, such as a credential or a sealing key.
    case settings(String)

    /// What holds it back.
    public var description: String {
        switch self {
        case .breaker(let text), .pause(let text), .settings(let text): text
        }
    }
}
