import Foundation
import NIOCore
import NIOPosix
import Synchronization

/// A small web server on loopback that hears what is posted to it, and answers when it is let.
final class Ear: Sendable {
    /// What was posted, in the order of arrival.
    let posts: AsyncStream<String>

    private let channel: any Channel
    private let waiting: Waiting

    /// Answers every post with `status`: at once, or after `answer`.
    init(status: Int, holds: Bool = false) async throws {
        let (posts, heard) = AsyncStream<String>.makeStream()
        let waiting = Waiting(isHeld: holds)
        channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .childChannelInitializer { child in
                child.eventLoop.makeCompletedFuture {
                    try child.pipeline.syncOperations.addHandler(
                        Listener(status: status) { [weak child] body, answer in
                            guard let child else { return }
                            heard.yield(body)
                            waiting.hold { child.eventLoop.execute { answer(child) } }
                        }
                    )
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        self.posts = posts
        self.waiting = waiting
    }

    var url: String { "http://127.0.0.1:\(channel.localAddress?.port ?? 0)/alerts" }

    /// Lets every answer go.
    func answer() { waiting.release() }

    func stop() async throws { try await channel.close().get() }
}

/// Answers that wait; the lock is `state`.
private final class Waiting: Sendable {
    private let state: Mutex<(isHeld: Bool, answers: [@Sendable () -> Void])>

    init(isHeld: Bool) { state = Mutex((isHeld, [])) }

    func hold(_ answer: @escaping @Sendable () -> Void) {
        let isHeld = state.withLock { state in
            if state.isHeld { state.answers.append(answer) }
            return state.isHeld
        }
        if !isHeld { answer() }
    }

    func release() {
        let answers = state.withLock { state in
            state.isHeld = false
            defer { state.answers = [] }
            return state.answers
        }
        for answer in answers { answer() }
    }
}

/// Reads one request whose length is given, and answers it.
private final class Listener: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let status: Int
    private let heard: (String, @escaping @Sendable (any Channel) -> Void) -> Void
    private var received = ""

    init(
        status: Int,
        _ heard: @escaping (String, @escaping @Sendable (any Channel) -> Void) -> Void
    ) {
        self.status = status
        self.heard = heard
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        received += String(buffer: unwrapInboundIn(data))
        guard let end = received.range(of: "\r\n\r\n") else { return }
        let head = received[..<end.lowerBound].lowercased()
        let body = received[end.upperBound...]
        guard let length = head.firstMatch(of: /content-length: (\d+)/).flatMap({ Int($0.1) }),
            body.utf8.count >= length
        else { return }
        received = ""
        let status = status
        heard(String(body)) { channel in
            let answer = ByteBuffer(
                string: "HTTP/1.1 \(status) x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            )
            channel.writeAndFlush(answer, promise: nil)
        }
    }
}
