public import NIOCore
public import NIOPosix
internal import NIOSSL

/// Hands mail to one mail server over a bounded set of connections that are used again.
///
/// `send` may be called from as many tasks as there are connections; more wait for their turn.
/// A mail that is on the wire is finished even if its task is cancelled: `timeouts.send` bounds
/// it, and half a mail would have to be reported as unknown.
public actor SMTPSubmission {
    private let configuration: SMTPConfiguration
    private let tls: NIOSSLContext
    private let group: any EventLoopGroup

    /// The connection used last is used next, so that the others grow old and close.
    private var idle: [SMTPConnection] = []
    private var busyCount = 0
    private var isClosed = false

    /// Resumed with true by a turn that is handed over, with false by `close`.
    private var waiters: [CheckedContinuation<Bool, Never>] = []
    private var closers: [CheckedContinuation<Void, Never>] = []

    /// A client; connects with the first mail.
    ///
    /// The group must outlive the client.
    ///
    /// - Throws: `MailError.invalidConfiguration`, also for unreadable trust roots.
    public init(
        _ configuration: SMTPConfiguration,
        group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton
    ) throws(MailError) {
        try configuration.check()
        var settings = TLSConfiguration.makeClientConfiguration()
        settings.minimumTLSVersion = .tlsv12
        if case .pemFile(let path) = configuration.trustRoots { settings.trustRoots = .file(path) }
        do {
            tls = try NIOSSLContext(configuration: settings)
        } catch {
            throw .invalidConfiguration(reason: "the trust roots: \(SMTPConnection.reason(error))")
        }
        self.configuration = configuration
        self.group = group
    }

    /// Hands over one mail; never throws, because each outcome is expected.
    public func send(_ mail: SubmittedMail) async -> SubmissionOutcome {
        if let obstacle = await takeTurn() { return obstacle }
        defer { passTurn() }
        guard !Task.isCancelled else { return .unreachable(reason: "the task was cancelled") }
        let end = NIODeadline.now() + TimeAmount(configuration.timeouts.send)
        if let connection = reusable() {
            let outcome = await send(mail, over: connection, by: end)
            guard Self.isStale(outcome) else { return outcome }
        }
        switch await SMTPConnection.open(configuration, tls: tls, group: group, by: end) {
        case .ready(let connection): return await send(mail, over: connection, by: end)
        case .failed(let outcome): return outcome
        }
    }

    /// Lets mail on the wire finish, says QUIT on every connection, and refuses new mail.
    public func close() async {
        isClosed = true
        for waiter in waiters { waiter.resume(returning: false) }
        waiters = []
        if busyCount > 0 { await withCheckedContinuation { closers.append($0) } }
        let connections = idle
        idle = []
        await withTaskGroup { tasks in  // at most `connectionsMax`
            for connection in connections { tasks.addTask { await connection.quit() } }
        }
    }

    private func send(
        _ mail: SubmittedMail,
        over connection: SMTPConnection,
        by end: NIODeadline
    ) async -> SubmissionOutcome {
        var connection = connection
        let outcome = await connection.send(mail, by: end)
        connection.mailCount += 1
        guard connection.isOpen else { return outcome }
        if connection.mailCount < configuration.mailsPerConnectionMax {
            idle.append(connection)
        } else {
            await connection.quit()
        }
        return outcome
    }

    /// A connection that waited may have been closed meanwhile (421, or silently) with nothing
    /// of this mail taken; a new one tells whether the server is really away.
    private static func isStale(_ outcome: SubmissionOutcome) -> Bool {
        switch outcome {
        case .unreachable, .retry(421, _): true
        case .accepted, .rejected, .retry, .configuration, .unknown: false
        }
    }

    private func reusable() -> SMTPConnection? {
        while let connection = idle.popLast() {
            if connection.isOpen { return connection }
        }
        return nil
    }

    private func takeTurn() async -> SubmissionOutcome? {
        guard !isClosed else { return .unreachable(reason: "the mail client is closed") }
        guard busyCount >= configuration.connectionsMax else {
            busyCount += 1
            return nil
        }
        guard waiters.count < configuration.waitersMax else {
            return .unreachable(reason: "too many mails wait for a connection")
        }
        let hasTurn = await withCheckedContinuation { waiters.append($0) }
        return hasTurn ? nil : .unreachable(reason: "the mail client is closed")
    }

    /// A waiter takes over the turn as it is; without one the turn is free.
    private func passTurn() {
        if !waiters.isEmpty {
            waiters.removeFirst().resume(returning: true)
            return
        }
        busyCount -= 1
        guard isClosed, busyCount == 0 else { return }
        for closer in closers { closer.resume() }
        closers = []
    }
}
