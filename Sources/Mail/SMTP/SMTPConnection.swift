internal import NIOCore
internal import NIOPosix
internal import NIOSSL

/// One connection to the mail server, ready for mail after mail.
struct SMTPConnection: Sendable {
    enum Opening: Sendable {
        case ready(SMTPConnection)
        case failed(SubmissionOutcome)
    }

    private let channel: any Channel
    private let handler: NIOLoopBound<SMTPChannelHandler>

    /// Mails sent over it.
    var mailCount = 0

    /// Connects, and goes through greeting, TLS, EHLO and AUTH.
    static func open(
        _ configuration: SMTPConfiguration,
        tls: NIOSSLContext,
        group: any EventLoopGroup,
        by end: NIODeadline
    ) async -> Opening {
        let connection: SMTPConnection
        let patience = min(TimeAmount(configuration.timeouts.connect), end - .now())
        do {
            connection = try await ClientBootstrap(group: group)
                .connectTimeout(patience)
                .connect(host: configuration.host, port: configuration.port) { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try prepare(channel, configuration, tls)
                    }
                }
        } catch {
            return .failed(.unreachable(reason: reason(error)))
        }
        let failure = await withCheckedContinuation { waiter in
            connection.onLoop { $0.awaitOpen(waiter, by: end) }
        }
        return failure.map(Opening.failed) ?? .ready(connection)
    }

    /// False once it is closed; true may be out of date when it is read.
    var isOpen: Bool { channel.isActive }

    /// Sends one mail; the connection carries one at a time.
    func send(_ mail: SubmittedMail, by end: NIODeadline) async -> SubmissionOutcome {
        await withCheckedContinuation { waiter in
            onLoop { $0.submit(mail, waiter, by: end) }
        }
    }

    /// Says QUIT and waits until the connection is gone, which the reply time-out bounds.
    func quit() async {
        onLoop { $0.quit() }
        await withCheckedContinuation { (waiter: CheckedContinuation<Void, Never>) in
            channel.closeFuture.whenComplete { _ in waiter.resume() }
        }
    }

    /// An error as one line for an outcome.
    static func reason(_ error: any Error) -> String {
        let isTLS = error is NIOSSLError || error is BoringSSLError || error is NIOSSLExtraError
        return MailText.singleLine((isTLS ? "TLS: " : "") + "\(error)", limit: 300)
    }

    private func onLoop(_ body: @escaping @Sendable (SMTPChannelHandler) -> Void) {
        let handler = handler
        channel.eventLoop.execute { body(handler.value) }
    }

    private static func prepare(
        _ channel: any Channel,
        _ configuration: SMTPConfiguration,
        _ tls: NIOSSLContext
    ) throws -> SMTPConnection {
        let name = configuration.verifiedName
        let makeTLS = { try NIOSSLClientHandler(context: tls, serverHostname: name) }
        let handler = SMTPChannelHandler(configuration, makeTLS: makeTLS)
        if configuration.security == .implicitTLS {
            try channel.pipeline.syncOperations.addHandler(makeTLS())
        }
        try channel.pipeline.syncOperations.addHandler(handler)
        return SMTPConnection(
            channel: channel,
            handler: NIOLoopBound(handler, eventLoop: channel.eventLoop)
        )
    }
}
