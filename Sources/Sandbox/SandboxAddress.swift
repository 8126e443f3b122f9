/// Where a sandbox that runs is reached.
public struct SandboxAddress: Sendable, Equatable {
    /// The base of all gateway paths and pages, without a slash at its end.
    public let url: String

    /// The port of the SMTP sink on 127.0.0.1.
    public let smtpPort: Int

    /// An address, as the program's first line tells it.
    public init(url: String, smtpPort: Int) {
        self.url = url
        self.smtpPort = smtpPort
    }
}
