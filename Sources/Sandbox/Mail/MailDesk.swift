/// Takes a message into the world, unless a fault has it otherwise.
struct MailDesk: Sendable {
    let store: SandboxStore
    let clock: any SandboxClock

    /// How the server ends a DATA command.
    enum Verdict: Sendable, Equatable {
        case reply(String)

        /// The mail was taken, and the connection is closed before the answer.
        case close
    }

    func deliver(_ envelope: SMTPSession.Envelope) async throws(SandboxError) -> Verdict {
        let now = try await clock.now()
        let message = MailMessage(envelope.text)
        let mail = Mail(
            to: envelope.recipients.joined(separator: ", "),
            subject: message.subject,
            messageID: message.messageID,
            at: now
        )
        return try store.withState { state throws(SandboxError) in
            if let outage = state.faults.outage(of: .mail, at: now) {
                return outage == .unavailable ? .reply(SMTPSession.unavailable) : .close
            }
            let fault = state.fault(of: mail)
            let isTaken = fault == nil || fault == .mailDropAfter
            try state.commit(
                Changes(
                    mail: isTaken ? mail : nil,
                    refusal: fault == .mailRefused ? mail.refusal : nil,
                    mailOffered: mail.messageID
                )
            )
            return switch fault {
            case .mailDeferred: .reply("451 4.3.0 Try again later")
            case .mailRefused: .reply("554 5.7.1 Refused")
            case .mailDropAfter: .close
            default: .reply("250 2.0.0 Taken")
            }
        }
    }

    /// How the server is down for a connection that comes now; nil when it is up.
    func outage() async throws(SandboxError) -> Outage.Kind? {
        store.faults.outage(of: .mail, at: try await clock.now())
    }
}

extension SandboxStore.State {
    /// What meets this arrival of a mail: what is refused for good is refused however often it
    /// comes; the rest is drawn for each arrival.
    fileprivate func fault(of mail: Mail) -> Fault? {
        let identity = "mail|\(mail.messageID)"
        if faults.draws(.mailRefused, "\(identity)|\(mail.to)") { return .mailRefused }
        let ordinal = world.mailsOffered[mail.messageID] ?? 0
        let faults = faults
        return [.mailDeferred, .mailDropAfter].first { faults.draws($0, "\(identity)|\(ordinal)") }
    }
}
