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
            let ordinal = state.world.mailsOffered[mail.messageID] ?? 0
            let identity = "mail|\(mail.messageID)|\(ordinal)"
            let fault = Fault.mail.first { state.faults.draws($0, identity) }
            let isTaken = fault == nil || fault == .mailDropAfter
            try state.commit(
                Changes(mail: isTaken ? mail : nil, mailOffered: mail.messageID)
            )
            return switch fault {
            case .mailDeferred: .reply("451 4.3.0 Try again later")
            case .mailRefused: .reply("554 5.7.1 Refused")
            case .mailDropAfter: .close
            default: .reply("250 2.0.0 Taken")
            }
        }
    }
}
