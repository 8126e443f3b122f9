import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// A small SMTP server on loopback that does what a test tells it.
final class SMTPTestServer: Sendable {
    /// What the server does at one point of the dialogue.
    enum Answer: Sendable {
        case say(String)

        /// Closes the connection without a word.
        case drop

        /// Never answers.
        case silence
    }

    /// One command as the server got it: `connect` for a new connection, `body` for the first
    /// bytes of a mail, `.` for its end.
    struct Command: Sendable {
        let text: String

        /// 1 for the first connection.
        let connection: Int
        let isEncrypted: Bool
    }

    struct Log: Sendable {
        var commands: [Command] = []
        var mails: [String] = []
        var connectionCount = 0

        /// Most commands that came in one read.
        var pipelinedMax = 0

        var texts: [String] { commands.map(\.text) }
    }

    struct Script: Sendable {
        var extensions: [String] = []
        var tls: NIOSSLContext?
        var isImplicitTLS = false

        /// Nil answers as an ordinary server does.
        var answer: @Sendable (Command) -> Answer? = { _ in nil }
    }

    let port: Int
    private let channel: any Channel
    private let journal: Journal

    private init(channel: any Channel, port: Int, journal: Journal) {
        self.channel = channel
        self.port = port
        self.journal = journal
    }

    static func start(_ script: Script) async throws -> SMTPTestServer {
        let journal = Journal()
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let tls = script.tls, script.isImplicitTLS {
                        try channel.pipeline.syncOperations.addHandler(
                            NIOSSLServerHandler(context: tls)
                        )
                    }
                    try channel.pipeline.syncOperations.addHandler(
                        SMTPTestSession(script, journal)
                    )
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        return SMTPTestServer(
            channel: channel,
            port: channel.localAddress?.port ?? 0,
            journal: journal
        )
    }

    var log: Log { journal.log.withLock { $0 } }

    func stop() async throws {
        try await channel.close().get()
    }

    /// What all connections wrote down; the lock is `log`.
    final class Journal: Sendable {
        let log = Mutex(Log())
    }
}
