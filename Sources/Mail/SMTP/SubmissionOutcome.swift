/// What became of one mail handed to the mail server.
public enum SubmissionOutcome: Hashable, Sendable {
    /// The server took responsibility for the mail.
    case accepted(reply: String)

    /// The server refused for good (5xx), or this mail needs what the server cannot do.
    case rejected(code: Int, text: String)

    /// The server refused for now (4xx); nothing was taken.
    case retry(code: Int, text: String)

    /// No mail could be handed over, certainly: name lookup, connection, TLS, greeting, or a
    /// connection lost before the mail's final dot.
    case unreachable(reason: String)

    /// Nothing was handed over and nothing will be until a person changes the settings:
    /// credentials refused, STARTTLS or AUTH not offered.
    case configuration(reason: String)

    /// The connection broke after the final dot was sent and before its answer: the server may
    /// have the mail. Sending the same bytes again is harmless to a reader who recognises the
    /// Message-ID.
    case unknown(reason: String)
}
