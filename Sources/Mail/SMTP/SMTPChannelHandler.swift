internal import NIOCore
internal import NIOSSL

/// Carries out what `SMTPDialogue` decides, on one channel.
///
/// Lives on the channel's event loop; every method must be called there.
final class SMTPChannelHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let timeouts: SMTPTimeouts
    private let makeTLS: () throws -> NIOSSLClientHandler
    private var dialogue: SMTPDialogue
    private var parser = SMTPReplyParser()
    private var context: ChannelHandlerContext?

    /// Ends the wait for the next event.
    private var timer: Scheduled<Void>?

    /// Ends the whole call, however busily the server talks.
    private var limit: Scheduled<Void>?

    /// Nil while opening; `.some(nil)` when open; else why it failed.
    private var opening: SubmissionOutcome??
    private var openWaiter: CheckedContinuation<SubmissionOutcome?, Never>?
    private var mailWaiter: CheckedContinuation<SubmissionOutcome, Never>?

    init(
        _ configuration: SMTPConfiguration,
        makeTLS: @escaping () throws -> NIOSSLClientHandler
    ) {
        timeouts = configuration.timeouts
        dialogue = SMTPDialogue(configuration)
        self.makeTLS = makeTLS
    }

    // MARK: Called by the connection

    /// Resumes with nil when mail can be sent, else with the reason.
    func awaitOpen(_ waiter: CheckedContinuation<SubmissionOutcome?, Never>, by end: NIODeadline) {
        if let opening {
            waiter.resume(returning: opening)
        } else {
            openWaiter = waiter
            setLimit(end)
        }
    }

    /// Resumes with the mail's outcome.
    func submit(
        _ mail: SubmittedMail,
        _ waiter: CheckedContinuation<SubmissionOutcome, Never>,
        by end: NIODeadline
    ) {
        mailWaiter = waiter
        setLimit(end)
        handle(.submit(mail))
    }

    func quit() {
        handle(.quit)
    }

    // MARK: Called by the channel

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        handle(.lost("the connection was closed"))
        self.context = nil
    }

    func channelActive(context: ChannelHandlerContext) {
        restartTimer()
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        do throws(SMTPReplyParser.Fault) {
            let replies = try parser.feed(unwrapInboundIn(data).readableBytesView)
            for (index, reply) in replies.enumerated() {
                let isFollowed = index + 1 < replies.count || parser.isMidReply
                handle(.reply(reply, isFollowed: isFollowed))
            }
        } catch {
            handle(.lost("the server does not speak SMTP: \(error.reason)"))
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        handle(.lost("the server closed the connection"))
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        handle(.lost(SMTPConnection.reason(error)))
        context.close(promise: nil)
    }

    // MARK: Actions

    private func handle(_ event: SMTPDialogue.Event) {
        let actions = dialogue.handle(event)
        restartTimer()
        for action in actions { perform(action) }
    }

    private func perform(_ action: SMTPDialogue.Action) {
        switch action {
        case .send(let text): write(ByteBuffer(string: text), then: nil)
        case .sendBody(let bytes): write(ByteBuffer(bytes: bytes), then: .bodyWritten)
        case .startTLS: startTLS()
        case .opened: endOpening(nil)
        case .failed(let outcome): endOpening(outcome)
        case .finished(let outcome):
            setLimit(nil)
            let waiter = mailWaiter
            mailWaiter = nil
            waiter?.resume(returning: outcome)
        case .close: context?.close(promise: nil)
        }
    }

    private func endOpening(_ failure: SubmissionOutcome?) {
        setLimit(nil)
        opening = .some(failure)
        openWaiter?.resume(returning: failure)
        openWaiter = nil
    }

    private func write(_ buffer: ByteBuffer, then event: SMTPDialogue.Event?) {
        guard let context else { return }
        let written = context.eventLoop.makePromise(of: Void.self)
        written.futureResult.assumeIsolated().whenComplete { result in
            switch result {
            case .success: if let event { self.handle(event) }
            case .failure(let error): self.handle(.lost(SMTPConnection.reason(error)))
            }
        }
        context.writeAndFlush(wrapOutboundOut(buffer), promise: written)
    }

    /// The TLS handler keeps later writes until the certificate is verified, so EHLO may follow
    /// at once; a failed handshake arrives in `errorCaught`.
    private func startTLS() {
        guard let context else { return }
        do {
            let operations = context.pipeline.syncOperations
            try operations.addHandler(try makeTLS(), position: .before(self))
        } catch {
            handle(.lost(SMTPConnection.reason(error)))
        }
    }

    // MARK: Time

    private func restartTimer() {
        timer?.cancel()
        timer = nil
        guard let context else { return }
        let patience: Duration
        switch dialogue.patience {
        case .reply: patience = timeouts.reply
        case .finalReply: patience = timeouts.finalReply
        case .idle: patience = timeouts.idle
        case .endless: return
        }
        timer = context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(patience)) {
            self.handle(.timedOut)
        }
    }

    private func setLimit(_ end: NIODeadline?) {
        limit?.cancel()
        limit = nil
        guard let end, let context else { return }
        limit = context.eventLoop.assumeIsolated().scheduleTask(deadline: end) {
            self.handle(.lost("the call took too long"))
        }
    }
}
