import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle

/// The SMTP sink on the loopback address.
struct SMTPServer: Service {
    let port: Int
    let desk: MailDesk
    let logger: Logger

    /// Called with the listener once it is open.
    let onListening: @Sendable (any Channel) -> Void

    private typealias Connection = NIOAsyncChannel<ByteBuffer, ByteBuffer>

    /// A line that is longer than any command or text line (RFC 5321: 1000) ends the connection.
    private static let lineBytesMax = 1 << 16

    func run() async throws {
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 256)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .bind(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try Connection(wrappingChannelSynchronously: channel)
                }
            }
        onListening(server.channel)
        try await withGracefulShutdownHandler {
            try await accept(from: server)
        } onGracefulShutdown: {
            server.channel.close(promise: nil)
        }
    }

    private func accept(from server: NIOAsyncChannel<Connection, Never>) async throws {
        try await server.executeThenClose { connections in
            try await withThrowingDiscardingTaskGroup { group in
                for try await connection in connections {
                    group.addTask { await serve(connection) }
                }
                // The listener is closed: conversations end where they are.
                group.cancelAll()
            }
        }
    }

    private func serve(_ connection: Connection) async {
        do {
            try await connection.executeThenClose { inbound, outbound in
                try await converse(inbound, outbound)
            }
        } catch {
            logger.debug("a mail connection ended", metadata: ["reason": "\(error)"])
        }
    }

    private func converse(
        _ inbound: NIOAsyncChannelInboundStream<ByteBuffer>,
        _ outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    ) async throws {
        if let outage = try await desk.outage() {
            guard outage == .unavailable else { return }
            return try await outbound.write(ByteBuffer(string: SMTPSession.unavailable + "\r\n"))
        }
        try await outbound.write(ByteBuffer(string: SMTPSession.greeting + "\r\n"))
        var session = SMTPSession()
        var pending = ByteBuffer()
        for try await bytes in inbound {
            pending.writeImmutableBuffer(bytes)
            var replies = ByteBuffer()
            var isOver = false
            while !isOver, let line = pending.readLine() {
                isOver = try await act(on: session.receive(line), &replies)
            }
            // One write answers all commands that came together.
            if replies.readableBytes > 0 { try await outbound.write(replies) }
            guard !isOver, pending.readableBytes < Self.lineBytesMax else { return }
            pending.discardReadBytes()
        }
    }

    /// Whether the connection is over.
    private func act(
        on action: SMTPSession.Action?,
        _ replies: inout ByteBuffer
    ) async throws -> Bool {
        switch action {
        case nil: return false
        case .reply(let text): replies.writeString(text + "\r\n")
        case .quit:
            replies.writeString("221 2.0.0 Bye\r\n")
            return true
        case .deliver(let envelope):
            switch try await desk.deliver(envelope) {
            case .reply(let text): replies.writeString(text + "\r\n")
            case .close: return true
            }
        }
        return false
    }
}

extension ByteBuffer {
    /// The next line without its end; nil while it is not complete.
    fileprivate mutating func readLine() -> [UInt8]? {
        guard let newline = readableBytesView.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
        let length = newline - readableBytesView.startIndex
        var line = readBytes(length: length) ?? []
        moveReaderIndex(forwardBy: 1)
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        return line
    }
}
