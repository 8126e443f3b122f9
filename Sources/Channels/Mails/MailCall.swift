public import Mail

/// A mail as it goes over the wire.
public struct MailCall: Sendable {
    /// Envelope and bytes.
    public let mail: SubmittedMail
}
