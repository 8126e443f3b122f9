/// What NOTIFY sent to a channel this connection listens on.
///
/// Only ever a hint to look: notifications are lost with the connection, and behind PgBouncer in
/// transaction mode they do not arrive at all.
public struct Notification: Hashable, Sendable {
    /// The channel.
    public let channel: String

    /// The text given to NOTIFY; empty if none was.
    public let payload: String

    /// The backend that sent it.
    public let backendProcess: Int32
}
