import Foundation
public import Mail
public import Outbox
public import Postgres
public import Preorder

/// Writes and submits mails.
///
/// A mail's bytes are made once, with its first intent, and its Message-ID is the message's: an
/// unknown is resolved by sending the same bytes again, which a mailbox recognises.
public struct MailHandler: ExternalHandler {
    /// How long a submission may take.
    public let callTimeout: Duration

    /// How long a mail without an answer is sent again; a mailbox need not know its Message-ID for
    /// ever, and news that old is none.
    private static let window: Duration = .seconds(30 * 86_400)

    private let submission: SMTPSubmission
    private let catalog: MailCatalog
    private let from: MailAddress
    private let domain: String
    private let vault: Vault

    /// A handler that submits through `submission`.
    ///
    /// `from` is the sender shown and used in the envelope; `domain` is the right side of
    /// Message-IDs and never changes once mails were sent.
    public init(
        submission: SMTPSubmission,
        catalog: MailCatalog,
        from: MailAddress,
        domain: String,
        vault: Vault,
        callTimeout: Duration
    ) {
        self.submission = submission
        self.catalog = catalog
        self.from = from
        self.domain = domain
        self.vault = vault
        self.callTimeout = callTimeout
    }

    /// Writes each mail, or takes the bytes of the open attempt.
    public func prepare(
        _ claims: [Claim],
        at now: Timestamp,
        in tx: borrowing Transaction
    ) throws -> [Decision<MailCall>] {
        let payloads = try claims.map { try MessagePayload($0.payload) }
        let letters = try Letters(payloads, at: now, in: tx)
        return try zip(claims, payloads).map { claim, payload in
            guard let letter = letters.letter(payload, kind: claim.kind) else {
                throw ChannelError.malformedPayload(messageID: claim.messageID)
            }
            if let attempt = claim.openAttempt { return try resend(claim, attempt, letter, now) }
            return try write(claim, letter, now)
        }
    }

    /// Submits the mail.
    public func perform(_ call: MailCall) async -> SubmissionOutcome {
        await submission.send(call.mail)
    }

    /// What an answer says of the relay; one that refuses our login is as good as away.
    public func reach(_ answer: SubmissionOutcome) -> Reach {
        switch answer {
        case .accepted, .rejected, .retry: .answered
        case .unreachable(let reason), .configuration(let reason), .unknown(let reason):
            .silent(reason: reason)
        }
    }

    /// A mail has no effect on the books.
    public func settle(
        _ answers: [(claim: Claim, answer: SubmissionOutcome)],
        at now: Timestamp,
        in tx: borrowing Transaction
    ) throws -> [Verdict] {
        answers.map { claim, answer in Self.verdict(answer, isFirst: claim.openAttempt == nil) }
    }

    static func verdict(_ answer: SubmissionOutcome, isFirst: Bool) -> Verdict {
        switch answer {
        case .accepted(let reply): .finished(.applied, detail: reply)
        case .rejected(let code, let text): .finished(.rejected, detail: "\(code) \(text)")
        case .retry(let code, let text): .retry(detail: "\(code) \(text)", after: nil)
        case .unreachable(let reason), .configuration(let reason):
            isFirst ? .unreachable(detail: reason, after: nil) : .unknown(detail: reason)
        case .unknown(let reason): .unknown(detail: reason)
        }
    }

    private func write(
        _ claim: Claim,
        _ letter: Letter,
        _ now: Timestamp
    ) throws -> Decision<MailCall> {
        guard let address = letter.address, letter.voidReason == nil else {
            return .settle(.voided(reason: letter.voidReason ?? "there is no address"))
        }
        let recipient: MailAddress
        do throws(MailError) {
            let name = letter.facts.memberName
            recipient = try MailAddress(address, name: name.isEmpty ? nil : name)
        } catch {
            // No later try will find another address there.
            return .settle(.dead(detail: "\(error)"))
        }
        let content = try catalog.render(
            kind: claim.kind,
            facts: letter.facts,
            language: MailLanguage(tag: letter.language)
        )
        let message = MailMessage(
            from: from,
            to: [recipient],
            date: claim.createdAt.date,
            messageID: try MessageID(unique: "m\(claim.messageID)", domain: domain),
            content: content
        )
        let stored = StoredMail(to: address, bytes: Data(message.bytes))
        let sealed = try SealedCall(vault: vault).seal(
            Array(try JSONEncoder().encode(stored)),
            messageID: claim.messageID,
            windowEndsAt: now + Self.window
        )
        return .send(
            Intent(
                call: MailCall(mail: try SubmittedMail(message)),
                operation: "submit",
                destination: "smtp",
                idempotencyKey: message.messageID.text,
                credentialID: nil,
                apiVersion: nil,
                request: sealed
            )
        )
    }

    private func resend(
        _ claim: Claim,
        _ attempt: OpenAttempt,
        _ letter: Letter,
        _ now: Timestamp
    ) throws -> Decision<MailCall> {
        guard letter.address != nil else {
            return .settle(.finished(.rejected, detail: "not sent again: the member was erased"))
        }
        guard let request = attempt.request, now < request.windowEndsAt else {
            let detail = "it may have arrived; after 30 days it is not sent again"
            return .settle(.setAside(detail: detail))
        }
        let bytes: [UInt8]
        do {
            bytes = try SealedCall(vault: vault).open(attempt, messageID: claim.messageID)
        } catch  where error.isMissingSetting {
            return .settle(.missingSetting(error, claim, at: now))
        }
        let stored = try JSONDecoder().decode(StoredMail.self, from: Data(bytes))
        return .resend(
            MailCall(
                mail: try SubmittedMail(
                    from: from,
                    recipients: [try MailAddress(stored.to)],
                    bytes: Array(stored.bytes)
                )
            )
        )
    }
}

/// A mail's envelope and bytes as they are sealed.
private struct StoredMail: Codable {
    let to: String
    let bytes: Data
}
