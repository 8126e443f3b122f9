/// How webhooks go to members' endpoints.
public struct WebhookSettings: Sendable {
    /// For development: private networks and `http` are as good as any.
    public let allowsPrivate: Bool

    /// RESERVOIR_WEBHOOK_TRUST_ROOTS: a PEM file to trust in place of the system's authorities.
    public let trustRoots: String?
}
