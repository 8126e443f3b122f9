/// Where a sandbox that runs is reached.
public struct SandboxAddress: Sendable, Equatable {
    /// The base of all gateway paths and pages, without a slash at its end.
    public let url: String

    /// The port of the SMTP sink on 127.0.0.1.
    public let smtpPort: Int

    /// The base of the same paths on a port that stays open when the gateways refuse connections.
    public let controlURL: String

    /// An address, as the program's first line tells it.
    public init(url: String, smtpPort: Int, controlURL: String) {
        self.url = url
        self.smtpPort = smtpPort
        self.controlURL = controlURL
    }
}
