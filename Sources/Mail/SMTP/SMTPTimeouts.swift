/// How long the client waits for what.
///
/// RFC 5321, section 4.5.3.2, asks for 5 minutes a reply, for relays that nobody waits for. A
/// batch holds a lease meanwhile, so these are shorter, and `send` bounds the sum.
public struct SMTPTimeouts: Hashable, Sendable {
    /// Until the TCP connection stands.
    public var connect = Duration.seconds(10)

    /// For each reply, the TLS handshake included.
    public var reply = Duration.seconds(30)

    /// For taking the body, and for the answer to the final dot: servers scan mail then.
    public var finalReply = Duration.seconds(120)

    /// For one mail from getting a turn until its outcome, opening the connection included.
    public var send = Duration.seconds(180)

    /// After which an unused connection is closed; below the 5 minutes of most servers.
    public var idle = Duration.seconds(60)

    /// The defaults.
    public init() {}
}
