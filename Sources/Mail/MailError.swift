/// Why a mail could not be made, or the sender could not be configured.
public enum MailError: Error, Hashable, Sendable {
    /// No template is registered for this kind: register it, or retire the message.
    case unknownKind(String)

    /// The template needs a fact that was not given: a bug of the caller.
    case missingFact(kind: String, fact: String)

    /// The address cannot be used. The address itself is left out: it is personal data.
    case invalidAddress(reason: String)

    /// The Message-ID has not the form `<left@right>`.
    case invalidMessageID(reason: String)

    /// The bytes cannot be submitted as they are.
    case invalidMessage(reason: String)

    /// The settings of the mail server cannot work.
    case invalidConfiguration(reason: String)
}

extension MailError: CustomStringConvertible {
    /// One sentence without personal data.
    public var description: String {
        switch self {
        case .unknownKind(let kind): "no mail template of kind \(kind) is registered"
        case .missingFact(let kind, let fact): "a mail of kind \(kind) needs \(fact)"
        case .invalidAddress(let reason): "the mail address is not usable: \(reason)"
        case .invalidMessageID(let reason): "the Message-ID is not usable: \(reason)"
        case .invalidMessage(let reason): "the mail cannot be submitted: \(reason)"
        case .invalidConfiguration(let reason): "the mail server's settings: \(reason)"
        }
    }
}
