internal import Foundation

/// The client's side of one SMTP connection, without any I/O: events in, actions out.
struct SMTPDialogue {
    enum Event {
        /// `isFollowed`: more bytes of the server came with it.
        case reply(SMTPReply, isFollowed: Bool)
        case submit(SubmittedMail)
        case bodyWritten
        case timedOut
        case lost(String)
        case quit
    }

    enum Action: Hashable {
        case send(String)

        /// Report `bodyWritten` when the bytes have left.
        case sendBody([UInt8])

        /// What is sent from now on goes through TLS, after its handshake.
        case startTLS
        case opened
        case failed(SubmissionOutcome)
        case finished(SubmissionOutcome)
        case close
    }

    enum Patience {
        case reply
        case finalReply
        case idle
        case endless
    }

    enum State {
        case greeting
        case hello
        case startTLS
        case plain
        case loginUsername
        case loginPassword
        case loginVerdict
        case ready
        case transaction(SMTPTransaction)
        case body(SMTPTransaction)
        case finalDot(SMTPTransaction)
        case resetting(SubmissionOutcome)
        case quitting
        case closed
    }

    private let configuration: SMTPConfiguration
    private(set) var state = State.greeting
    private(set) var capabilities = SMTPCapabilities()
    private(set) var isEncrypted: Bool

    init(_ configuration: SMTPConfiguration) {
        self.configuration = configuration
        isEncrypted = configuration.security == .implicitTLS
    }

    /// How long to wait for the next event.
    var patience: Patience {
        switch state {
        case .ready: .idle
        case .body, .finalDot: .finalReply
        case .closed: .endless
        case .greeting, .hello, .startTLS, .plain, .loginUsername, .loginPassword, .loginVerdict,
            .transaction, .resetting, .quitting:
            .reply
        }
    }

    mutating func handle(_ event: Event) -> [Action] {
        switch event {
        case .reply(let reply, let isFollowed): receive(reply, isFollowed: isFollowed)
        case .submit(let mail): submit(mail)
        case .bodyWritten: finishBody()
        case .timedOut: timedOut()
        case .lost(let reason): lost(reason)
        case .quit: quit()
        }
    }

    private mutating func receive(_ reply: SMTPReply, isFollowed: Bool) -> [Action] {
        switch state {
        case .greeting: greeted(reply)
        case .hello: introduced(reply)
        case .startTLS: encrypt(reply, isFollowed: isFollowed)
        case .plain, .loginVerdict: authenticated(reply)
        case .loginUsername, .loginPassword: challenged(reply)
        case .transaction(let transaction): advance(transaction, reply)
        case .body(let transaction):
            end(transaction.refusal ?? Self.interruption(reply), closing: true)
        case .finalDot(let transaction): advance(transaction, reply)
        case .resetting(let outcome): end(outcome, closing: !reply.isPositive)
        case .ready, .quitting: closeNow()
        case .closed: []
        }
    }

    // MARK: Opening

    private mutating func greeted(_ reply: SMTPReply) -> [Action] {
        guard reply.code == 220 else {
            return fail(.unreachable(reason: "the server greets \(reply.code) \(reply.text)"))
        }
        return sayHello()
    }

    private mutating func sayHello() -> [Action] {
        state = .hello
        return [.send("EHLO \(configuration.clientName)\r\n")]
    }

    private mutating func introduced(_ reply: SMTPReply) -> [Action] {
        guard reply.isPositive else {
            return fail(.unreachable(reason: "EHLO is answered \(reply.code) \(reply.text)"))
        }
        capabilities = SMTPCapabilities(reply)
        guard configuration.security == .startTLS, !isEncrypted else { return authenticate() }
        guard capabilities.startTLS else {
            return fail(.configuration(reason: "the server does not offer STARTTLS"))
        }
        state = .startTLS
        return [.send("STARTTLS\r\n")]
    }

    /// What was learnt in clear text is forgotten (RFC 3207, section 4.2), and bytes that came
    /// with the answer may be an attacker's.
    private mutating func encrypt(_ reply: SMTPReply, isFollowed: Bool) -> [Action] {
        guard reply.code == 220 else {
            return fail(.unreachable(reason: "STARTTLS is answered \(reply.code) \(reply.text)"))
        }
        guard !isFollowed else {
            return fail(.unreachable(reason: "bytes in clear text follow the answer to STARTTLS"))
        }
        isEncrypted = true
        capabilities = SMTPCapabilities()
        return [.startTLS] + sayHello()
    }

    private mutating func authenticate() -> [Action] {
        guard let credentials = configuration.credentials else { return open() }
        guard isEncrypted || configuration.security == .plain else {
            return fail(.configuration(reason: "AUTH needs an encrypted connection"))
        }
        if capabilities.authentication.contains("PLAIN") {
            state = .plain
            let secret = "\0\(credentials.username)\0\(credentials.password)"
            return [.send("AUTH PLAIN \(Self.base64(secret))\r\n")]
        }
        guard capabilities.authentication.contains("LOGIN") else {
            return fail(.configuration(reason: "the server offers neither AUTH PLAIN nor LOGIN"))
        }
        state = .loginUsername
        return [.send("AUTH LOGIN\r\n")]
    }

    private mutating func challenged(_ reply: SMTPReply) -> [Action] {
        guard reply.code == 334, let credentials = configuration.credentials else {
            return authenticationRefused(reply)
        }
        if case .loginUsername = state {
            state = .loginPassword
            return [.send(Self.base64(credentials.username) + "\r\n")]
        }
        state = .loginVerdict
        return [.send(Self.base64(credentials.password) + "\r\n")]
    }

    private mutating func authenticated(_ reply: SMTPReply) -> [Action] {
        reply.code == 235 ? open() : authenticationRefused(reply)
    }

    /// A 4xx is the server's trouble (RFC 4954: 454), not the password's.
    private mutating func authenticationRefused(_ reply: SMTPReply) -> [Action] {
        let reason = "AUTH is answered \(reply.code) \(reply.text)"
        let isPassing = (400..<500).contains(reply.code)
        return fail(isPassing ? .unreachable(reason: reason) : .configuration(reason: reason))
    }

    private mutating func open() -> [Action] {
        state = .ready
        return [.opened]
    }

    private mutating func fail(_ outcome: SubmissionOutcome) -> [Action] {
        state = .closed
        return [.failed(outcome), .close]
    }

    private static func base64(_ text: String) -> String {
        Data(text.utf8).base64EncodedString()
    }

    // MARK: Mail

    private mutating func submit(_ mail: SubmittedMail) -> [Action] {
        guard case .ready = state else {
            return [.finished(.unreachable(reason: "the connection is closed"))]
        }
        var transaction = SMTPTransaction(mail, capabilities)
        if let outcome = transaction.impossible { return [.finished(outcome)] }
        let commands = transaction.commands()
        state = .transaction(transaction)
        return [.send(commands)]
    }

    private mutating func advance(_ current: SMTPTransaction, _ reply: SMTPReply) -> [Action] {
        var transaction = current
        let next = transaction.receive(reply)
        if reply.code == 421, transaction.refusal != nil || isAfterDot {
            return end(transaction.refusal ?? reply.refusal, closing: true)
        }
        switch next {
        case .wait:
            state = .transaction(transaction)
            return []
        case .send(let commands):
            state = .transaction(transaction)
            return [.send(commands)]
        case .sendBody:
            state = .body(transaction)
            return [.sendBody(transaction.mail.dotStuffed)]
        case .sendNothing:
            transaction.finish()
            state = .finalDot(transaction)
            return [.send(".\r\n")]
        case .accepted(let outcome):
            return end(outcome, closing: false)
        case .refused(let outcome):
            state = .resetting(outcome)
            return [.send("RSET\r\n")]
        }
    }

    /// A server that speaks while the body is being sent has refused it, or lost count.
    private static func interruption(_ reply: SMTPReply) -> SubmissionOutcome {
        reply.code >= 400
            ? reply.refusal
            : .unreachable(reason: "the server answers \(reply.code) before the end of the mail")
    }

    private var isAfterDot: Bool {
        if case .finalDot = state { true } else { false }
    }

    /// The dot is sent apart from the body, so that a connection that breaks during the body is
    /// certainly no delivery.
    private mutating func finishBody() -> [Action] {
        guard case .body(var transaction) = state else { return [] }
        transaction.finish()
        state = .finalDot(transaction)
        return [.send(".\r\n")]
    }

    private mutating func end(_ outcome: SubmissionOutcome, closing: Bool) -> [Action] {
        state = closing ? .closed : .ready
        return closing ? [.finished(outcome), .close] : [.finished(outcome)]
    }

    // MARK: Ending

    private mutating func timedOut() -> [Action] {
        if case .ready = state { return quit() }
        return lost("the server did not answer in time")
    }

    private mutating func lost(_ reason: String) -> [Action] {
        switch state {
        case .greeting, .hello, .startTLS, .plain, .loginUsername, .loginPassword, .loginVerdict:
            fail(.unreachable(reason: reason))
        case .transaction(let transaction), .body(let transaction):
            end(transaction.refusal ?? .unreachable(reason: reason), closing: true)
        case .finalDot(let transaction):
            end(transaction.refusal ?? .unknown(reason: reason), closing: true)
        case .resetting(let outcome): end(outcome, closing: true)
        case .ready, .quitting: closeNow()
        case .closed: []
        }
    }

    private mutating func quit() -> [Action] {
        guard case .ready = state else { return lost("the connection is being closed") }
        state = .quitting
        return [.send("QUIT\r\n")]
    }

    private mutating func closeNow() -> [Action] {
        state = .closed
        return [.close]
    }
}
