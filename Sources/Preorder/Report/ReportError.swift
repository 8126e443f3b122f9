/// Why reports cannot be brought up to date.
public enum ReportError: Error, Hashable, Sendable {
    /// The message is of a kind that the channel does not have: a bug, or a newer writer.
    case unknownKind(String, messageID: Int64)
}

extension ReportError: CustomStringConvertible {
    /// The kind and the message.
    public var description: String {
        switch self {
        case .unknownKind(let kind, let messageID):
            "message \(messageID) is of kind \(kind), which the reports channel does not have"
        }
    }
}
