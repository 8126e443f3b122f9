import Foundation
import Outbox
import Preorder

/// A webhook as it goes over the wire.
public struct WebhookCall: Sendable {
    let url: String

    /// `webhook-id`: the same on every try.
    let eventID: String

    /// The same on every try.
    let body: [UInt8]

    /// What it is signed with, the newest first.
    let secrets: [WebhookSecret]

    /// The trace of what it tells of; each try is a step of its own there.
    let trace: TraceParent?

    /// The headers of a try that begins at an instant of real time.
    func headers(at now: Date) -> [(name: String, value: String)] {
        let seconds = Int64(now.timeIntervalSince1970)
        let signatures = secrets.map { $0.signature(of: body, id: eventID, at: seconds) }
        return [
            ("content-type", "application/json"), ("user-agent", "reservoir-webhooks"),
            ("webhook-id", eventID), ("webhook-timestamp", String(seconds)),
            ("webhook-signature", signatures.joined(separator: " ")),
        ] + (trace.map { [("traceparent", $0.next().text)] } ?? [])
    }
}

/// What came of telling an endpoint.
public enum WebhookAnswer: Sendable, Hashable {
    /// It answered with this status, and perhaps when to come back.
    case answered(Int, retryAfter: Duration?)

    /// Its address may not be called; it was not.
    case forbidden(reason: String)

    /// It certainly did not hear of it.
    case unreachable(reason: String)

    /// It may have heard of it.
    case unknown(reason: String)
}

extension WebhookAnswer {
    /// The try as its member reads it.
    func journaled(_ endpointID: UUID, _ messageID: Int64) -> WebhookTry {
        let (outcome, status): (String, Int?) =
            switch self {
            case .answered(let status, _): ("answered", status)
            case .forbidden: ("refused_address", nil)
            case .unreachable: ("unreachable", nil)
            case .unknown: ("no_answer", nil)
            }
        return WebhookTry(
            endpointID: endpointID,
            messageID: messageID,
            outcome: outcome,
            status: status
        )
    }
}
