import Foundation
import NIOConcurrencyHelpers
import NIOCore
import NIOPosix

/// A server on a free loopback port that answers raw bytes by a script and keeps what it read.
final class LoopbackServer: Sendable {
    /// What it does with one connection's next request.
    enum Step: Sendable {
        /// Send these bytes.
        case answer([UInt8])

        /// Close as soon as somebody connects.
        case closeOnAccept

        /// Read the request whole, then close without a word.
        case closeAfterRequest

        /// Read the request and never answer.
        case silence

        /// Send these bytes as soon as somebody connects.
        case speakFirst([UInt8])
    }

    /// The requests as they came, whole.
    private let log = NIOLockedValueBox<(requests: [String], connections: Int)>(([], 0))
    private let script: [Step]
    private let channel: any Channel

    var port: Int { channel.localAddress?.port ?? 0 }

    var requests: [String] { log.withLockedValue { $0.requests } }

    var connections: Int { log.withLockedValue { $0.connections } }

    /// Starts listening; the script's last step is repeated.
    init(_ script: [Step]) async throws {
        self.script = script
        let (log, script) = (log, script)
        channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .childChannelInitializer { child in
                child.eventLoop.makeCompletedFuture {
                    log.withLockedValue { $0.connections += 1 }
                    if case .closeOnAccept? = script.last {
                        child.close(promise: nil)
                        return
                    }
                    if case .speakFirst(let bytes)? = script.last {
                        try child.pipeline.syncOperations.addHandler(Speaker(bytes))
                        return
                    }
                    try child.pipeline.syncOperations.addHandler(
                        Conversation { request in
                            log.withLockedValue { log in
                                let step = script[min(log.requests.count, script.count - 1)]
                                log.requests.append(request)
                                return step
                            }
                        }
                    )
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
    }

    func stop() async throws {
        try await channel.close()
    }

    /// An HTTP answer with a JSON body.
    static func json(_ body: Data, status: String = "200 OK", headers: [String] = []) -> Step {
        let lines =
            ["HTTP/1.1 \(status)", "Content-Type: application/json"] + headers
            + ["Content-Length: \(body.count)", "", ""]
        return .answer(Array(lines.joined(separator: "\r\n").utf8) + Array(body))
    }

    static func fixture(_ name: String, status: String = "200 OK") throws -> Step {
        json(try Fixture.data(name), status: status)
    }
}

/// Collects one connection's bytes into requests.
private final class Conversation: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let next: (String) -> LoopbackServer.Step
    private var received = ""

    init(next: @escaping (String) -> LoopbackServer.Step) {
        self.next = next
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        received += String(buffer: unwrapInboundIn(data))
        guard let end = received.range(of: "\r\n\r\n") else { return }
        let length = received[..<end.lowerBound].lowercased().split(separator: "\r\n")
            .first { $0.hasPrefix("content-length:") }
            .flatMap { Int($0.dropFirst("content-length:".count).drop { $0 == " " }) }
        guard received[end.upperBound...].utf8.count >= length ?? 0 else { return }
        let step = next(received)
        received = ""
        switch step {
        case .answer(let bytes):
            context.writeAndFlush(NIOAny(ByteBuffer(bytes: bytes)), promise: nil)
        case .closeAfterRequest, .closeOnAccept: context.close(promise: nil)
        case .silence, .speakFirst: break
        }
    }
}

/// Says the same to everybody who connects.
private final class Speaker: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    func channelActive(context: ChannelHandlerContext) {
        context.writeAndFlush(NIOAny(ByteBuffer(bytes: bytes)), promise: nil)
    }
}
