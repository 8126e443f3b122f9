public import Foundation
public import Mail
public import Preorder

/// Tells by mail, each addressee in a mail of their own: one that is refused keeps no other back.
public struct MailAlert: AlertWay {
    /// `mail`.
    public let name = "mail"

    private let configuration: SMTPConfiguration
    private let from: MailAddress
    private let addressees: [MailAddress]
    private let domain: String

    /// Mails to `addressees`, at least one; `domain` is the right side of Message-IDs.
    public init(
        configuration: SMTPConfiguration,
        from: MailAddress,
        to addressees: [MailAddress],
        domain: String
    ) {
        self.configuration = configuration
        self.from = from
        self.addressees = addressees
        self.domain = domain
    }

    /// The mails go one after the other.
    public var timeMax: Duration { configuration.timeouts.send * addressees.count }

    /// Sends the mails; one that was taken is enough.
    ///
    /// An answer that was lost counts as not taken: a digest twice is better than none.
    public func tell(_ digest: AlertDigest, runID: UUID) async -> AlertReceipt {
        do {
            let mails = try addressees.enumerated().map { number, addressee in
                try mail(digest, addressee, id: "alert-\(runID.uuidString.lowercased())-\(number)")
            }
            let submission = try SMTPSubmission(configuration)
            var reasons: Set<String> = []
            var taken = 0
            for mail in mails {
                let outcome = await submission.send(mail)
                if let reason = Self.failure(outcome) { reasons.insert(reason) } else { taken += 1 }
            }
            await submission.close()
            return taken > 0
                ? .taken : .failed(reason: reasons.sorted().joined(separator: "; "))
        } catch {
            return .failed(reason: "\(error)")
        }
    }

    private func mail(
        _ digest: AlertDigest,
        _ addressee: MailAddress,
        id: String
    ) throws(MailError) -> SubmittedMail {
        try SubmittedMail(
            MailMessage(
                from: from,
                to: [addressee],
                date: Date(),
                messageID: try MessageID(unique: id, domain: domain),
                content: MailContent(
                    subject: digest.subject,
                    text: digest.text,
                    html: "<pre>\(Self.escaped(digest.text))</pre>"
                )
            )
        )
    }

    /// Why it was not taken, without the server's words, which may repeat an address.
    private static func failure(_ outcome: SubmissionOutcome) -> String? {
        switch outcome {
        case .accepted: nil
        case .rejected(let code, _): "the relay refuses with \(code)"
        case .retry(let code, _): "the relay refuses for now with \(code)"
        case .unreachable(let reason): "the relay cannot be reached: \(reason)"
        case .configuration(let reason): "the relay refuses us: \(reason)"
        case .unknown(let reason): "the relay's answer was lost: \(reason)"
        }
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }
}
