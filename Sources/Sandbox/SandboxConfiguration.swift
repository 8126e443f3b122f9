/// How a sandbox is to be.
public struct SandboxConfiguration: Sendable {
    /// The HTTP port on 127.0.0.1; 0 takes a free one.
    public var port = 0

    /// The SMTP port on 127.0.0.1; 0 takes a free one.
    public var smtpPort = 0

    /// The port on 127.0.0.1 that stays open when the gateways refuse connections; 0 takes a free
    /// one.
    public var controlPort = 0

    /// Who is told by webhook; at most one target a gateway.
    public var webhooks: [WebhookTarget] = []

    /// What Stripe's webhooks are signed with.
    public var webhookSecret = "whsec_sandbox"

    /// The file that keeps the truth; nil keeps it in memory alone.
    public var journalPath: String?

    /// How the sandbox misbehaves at first; `POST /_faults` changes it.
    public var faults = FaultPlan()

    /// How long things take that end by themselves.
    public var periods = SandboxPeriods()

    /// A clock that the sandbox must follow; nil is the machine's, which `POST /_clock` can set.
    public var clock: (any SandboxClock)?

    /// Free ports, no journal, no faults, the machine's clock.
    public init() {}
}
