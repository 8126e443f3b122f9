public import Foundation
public import Postgres

/// A message about to be written, in the same transaction as the domain change it follows from.
public struct MessageDraft: Sendable {
    /// Where it goes: a row of `outbox.channel`.
    public let channel: String

    /// What it asks for, such as `charge`; lower case with underscores.
    public let kind: String

    /// Ordering key.
    ///
    /// Its last byte chooses the lane, so use random (v4) or time-ordered (v7) ids.
    public let key: UUID

    /// A JSON object of ids and amounts; never addresses, names or tokens.
    public let payload: JSONText

    /// The message whose effect this one reverses.
    public let compensates: Int64?

    /// When it becomes due, domain time; nil is at once.
    public let dueAt: Timestamp?

    /// W3C trace context of what caused it.
    public var traceparent: String?

    /// A message for `channel`, due at once unless `dueAt` says otherwise.
    public init(
        channel: String,
        kind: String,
        key: UUID,
        payload: JSONText,
        compensates: Int64? = nil,
        dueAt: Timestamp? = nil,
        traceparent: String? = nil
    ) {
        self.channel = channel
        self.kind = kind
        self.key = key
        self.payload = payload
        self.compensates = compensates
        self.dueAt = dueAt
        self.traceparent = traceparent
    }
}
