import Foundation
internal import NIOSSL
public import Outbox
public import Postgres
public import Preorder

/// Tells members' endpoints of results (Standard Webhooks 1.0).
///
/// An event's id and bytes are the same on every try, so an unknown is resolved by telling it
/// again. An endpoint that answers 410, or never takes what it is told, is given up; nobody need
/// decide a letter to it.
public struct WebhooksHandler: ExternalHandler {
    /// How long a try may take.
    public let callTimeout: Duration

    /// How long an event is told for; older news is none.
    private static let window = Duration.seconds(3 * 86_400)

    private let vault: Vault
    private let post: WebhookPost

    /// A handler that opens secrets with `vault`; `allowsPrivate` is for development.
    ///
    /// `trustRoots` is a PEM file to trust in place of the system's authorities.
    ///
    /// - Throws: `NIOSSLError` when it cannot be read.
    public init(
        vault: Vault,
        callTimeout: Duration,
        allowsPrivate: Bool,
        trustRoots: String? = nil
    ) throws {
        self.vault = vault
        self.callTimeout = callTimeout
        var post = WebhookPost(timeout: callTimeout, allowsPrivate: allowsPrivate)
        if let trustRoots {
            post.tls.trustRoots = .certificates(try NIOSSLCertificate.fromPEMFile(trustRoots))
        }
        self.post = post
    }

    /// Writes each event, or takes the bytes of the open attempt.
    public func prepare(
        _ claims: [Claim],
        at now: Timestamp,
        in tx: borrowing Transaction
    ) throws -> [Decision<WebhookCall>] {
        let payloads = try claims.map { try MessagePayload($0.payload) }
        let ids = payloads.compactMap(\.endpointID)
        let found = try tx.query(ReadTargets(endpointIDs: ids, now: now))
        let targets = Dictionary(found.map { ($0.endpointID, $0) }) { first, _ in first }
        let redelivered = try redelivered(claims, payloads, in: tx)
        return try zip(claims, payloads).map { claim, payload in
            guard let endpointID = payload.endpointID, let eventID = payload.eventID else {
                throw ChannelError.malformedPayload(messageID: claim.messageID)
            }
            guard let target = targets[endpointID], !target.isDisabled else {
                return .settle(Self.gone(claim))
            }
            do {
                let since = redelivered[claim.messageID] ?? claim.createdAt
                return try decide(claim, payload, eventID, target, since, now)
            } catch  where error.isMissingSetting {
                return .settle(.missingSetting(error, claim, at: now))
            }
        }
    }

    /// Tells the endpoint.
    public func perform(_ call: WebhookCall) async -> WebhookAnswer { await post.send(call) }

    /// What an answer says of the endpoint.
    public func reach(_ answer: WebhookAnswer) -> Reach {
        switch answer {
        case .answered, .forbidden: .answered
        case .unreachable(let reason), .unknown(let reason): .silent(reason: reason)
        }
    }

    /// A webhook has no effect on the books; an endpoint may be given up.
    public func settle(
        _ answers: [(claim: Claim, answer: WebhookAnswer)],
        at now: Timestamp,
        in tx: borrowing Transaction
    ) throws -> [Verdict] {
        var givenUp: [(id: UUID, reason: String)] = []
        var tries: [WebhookTry] = []
        var verdicts: [Verdict] = []
        for (claim, answer) in answers {
            let (verdict, reason) = Self.verdict(answer, isLastTry: claim.isLastTry)
            verdicts.append(verdict)
            guard let id = try MessagePayload(claim.payload).endpointID else { continue }
            tries.append(answer.journaled(id, claim.messageID))
            if let reason { givenUp.append((id, reason)) }
        }
        try tx.execute(NoteTries(tries, now: now))
        if !givenUp.isEmpty { try tx.execute(DisableEndpoints(givenUp, now: now)) }
        return verdicts
    }

    /// What becomes of the message, and why the endpoint is given up, if it is.
    static func verdict(_ answer: WebhookAnswer, isLastTry: Bool) -> (Verdict, givenUp: String?) {
        let detail: String
        var after: Duration?
        switch answer {
        case .answered(200..<300, _): return (.finished(.applied, detail: "taken"), nil)
        case .answered(410, _):
            return (.finished(.rejected, detail: "410: gone"), "it answered 410")
        case .answered(let status, let wait): (detail, after) = ("answered \(status)", wait)
        case .forbidden(let reason), .unreachable(let reason): detail = reason
        case .unknown(let reason): return (.unknown(detail: reason), nil)
        }
        guard isLastTry else { return (.retry(detail: detail, after: after), nil) }
        return (.finished(.rejected, detail: detail), "it failed too often: \(detail)")
    }

    /// Since when webhooks are told that somebody asked to have told again.
    private func redelivered(
        _ claims: [Claim],
        _ payloads: [MessagePayload],
        in tx: borrowing Transaction
    ) throws -> [Int64: Timestamp] {
        let webhooks = zip(claims, payloads).compactMap { claim, payload in
            payload.endpointID.map { (endpointID: $0, messageID: claim.messageID) }
        }
        return Dictionary(try tx.query(ReadRedelivered(webhooks))) { first, _ in first }
    }

    private static func gone(_ claim: Claim) -> Verdict {
        claim.openAttempt == nil
            ? .voided(reason: "the endpoint is gone")
            : .finished(.rejected, detail: "not told again: the endpoint is gone")
    }

    private func decide(
        _ claim: Claim,
        _ payload: MessagePayload,
        _ eventID: UUID,
        _ target: WebhookTarget,
        _ since: Timestamp,
        _ now: Timestamp
    ) throws -> Decision<WebhookCall> {
        guard now < since + Self.window else {
            return .settle(.finished(.rejected, detail: "after three days it is not told again"))
        }
        let body: [UInt8]
        if let attempt = claim.openAttempt {
            body = try SealedCall(vault: vault).open(attempt, messageID: claim.messageID)
        } else {
            guard let event = WebhookEvent(rawValue: claim.kind) else {
                throw ChannelError.unknownKind(claim.kind)
            }
            body = try WebhookBody(event, claim, payload).bytes()
        }
        let call = WebhookCall(
            url: target.url,
            eventID: "evt_" + eventID.uuidString.lowercased(),
            body: body,
            secrets: try target.secrets(vault),
            trace: claim.trace
        )
        guard claim.openAttempt == nil else { return .resend(call) }
        let sealed = try SealedCall(vault: vault).seal(
            body,
            messageID: claim.messageID,
            windowEndsAt: since + Self.window
        )
        return .send(
            Intent(
                call: call,
                operation: "post",
                destination: "endpoint-" + target.endpointID.uuidString.lowercased(),
                idempotencyKey: call.eventID,
                credentialID: nil,
                apiVersion: "standard-webhooks-1.0",
                request: sealed
            )
        )
    }
}
