/// One mail's commands and the verdict that their replies add up to.
///
/// A transaction delivers to every recipient or to nobody: a mail with one refused recipient
/// is reset, so that its outcome is one word.
struct SMTPTransaction {
    enum Step: Hashable {
        case mail
        case recipient
        case data
        case finalDot
    }

    enum Next {
        case send(String)
        case wait
        case sendBody
        case sendNothing
        case accepted(SubmissionOutcome)
        case refused(SubmissionOutcome)
    }

    let mail: SubmittedMail

    /// Steps whose replies are outstanding, oldest first.
    private(set) var awaited: [Step] = []

    /// Steps whose commands are not sent yet.
    private var unsent: [Step]

    /// The first refusal; later ones only follow from it.
    private(set) var refusal: SubmissionOutcome?

    private let capabilities: SMTPCapabilities
    private var recipientsSent = 0

    init(_ mail: SubmittedMail, _ capabilities: SMTPCapabilities) {
        self.mail = mail
        self.capabilities = capabilities
        unsent = [.mail] + mail.recipients.map { _ in .recipient } + [.data]
    }

    /// Why this mail cannot go through this server at all; codes after RFC 1870, 6152, 6531.
    var impossible: SubmissionOutcome? {
        if let limit = capabilities.sizeBytesMax, mail.bytes.count > limit {
            return .rejected(code: 552, text: "5.3.4 the mail exceeds the server's \(limit) bytes")
        }
        if mail.needsSMTPUTF8, !capabilities.smtpUTF8 {
            return .rejected(code: 553, text: "5.6.7 the server does not offer SMTPUTF8")
        }
        if mail.isEightBit, !capabilities.eightBitMIME {
            return .rejected(code: 554, text: "5.6.3 the server does not offer 8BITMIME")
        }
        return nil
    }

    /// The commands that may be sent now.
    ///
    /// With PIPELINING: all of them for one recipient, but DATA apart for several, because a
    /// server that refused one and took another would then wait for a body (RFC 2920, 3.1).
    mutating func commands() -> String {
        var text = ""
        while let step = unsent.first {
            let mayFollow =
                awaited.isEmpty
                || (capabilities.pipelining && (step != .data || mail.recipients.count == 1))
            guard mayFollow else { break }
            text += command(step)
            unsent.removeFirst()
            awaited.append(step)
        }
        return text
    }

    mutating func receive(_ reply: SMTPReply) -> Next {
        guard !awaited.isEmpty else { return .wait }
        let step = awaited.removeFirst()
        switch step {
        case .mail, .recipient:
            if !reply.isPositive { refuse(reply) }
        case .data:
            if reply.code == 354 { return startBody() }
            refuse(reply)
        case .finalDot:
            if let refusal { return .refused(refusal) }
            if reply.isPositive {
                return .accepted(.accepted(reply: "\(reply.code) \(reply.text)"))
            }
            return .refused(
                reply.code >= 400
                    ? reply.refusal
                    : .unknown(reason: "the final dot is answered \(reply.code) \(reply.text)")
            )
        }
        guard awaited.isEmpty else { return .wait }
        if let refusal { return .refused(refusal) }
        return .send(commands())
    }

    /// The final dot goes out; from here on silence means unknown.
    mutating func finish() {
        awaited = [.finalDot]
    }

    private func startBody() -> Next { refusal == nil ? .sendBody : .sendNothing }

    /// 530, 534, 535 and 538 (RFC 4954) concern the account, not the mail.
    private mutating func refuse(_ reply: SMTPReply) {
        guard refusal == nil else { return }
        let concernsAccount = [530, 534, 535, 538].contains(reply.code)
        refusal =
            concernsAccount
            ? .configuration(reason: "the server refuses us: \(reply.code) \(reply.text)")
            : reply.refusal
    }

    private mutating func command(_ step: Step) -> String {
        switch step {
        case .mail:
            return "MAIL FROM:<\(mail.from?.mailbox ?? "")>\(parameters)\r\n"
        case .recipient:
            defer { recipientsSent += 1 }
            return "RCPT TO:<\(mail.recipients[recipientsSent].mailbox)>\r\n"
        case .data, .finalDot:
            return "DATA\r\n"
        }
    }

    private var parameters: String {
        var parameters = ""
        if capabilities.takesSize { parameters += " SIZE=\(mail.bytes.count)" }
        if mail.isEightBit { parameters += " BODY=8BITMIME" }
        if mail.needsSMTPUTF8 { parameters += " SMTPUTF8" }
        return parameters
    }
}
