import Foundation
import NIOCore
import NIOPosix
public import NIOSSL
import Synchronization

/// A partner's side of webhooks: takes HTTP posts on a loopback port and answers as it is told.
public final class WebhookReceiver: Sendable {
    /// A post as it came.
    public struct Post: Sendable, Equatable {
        /// What it was posted to.
        public let path: String

        /// By lower-case names.
        public let headers: [String: String]

        /// The bytes, as text.
        public let body: String
    }

    /// Where it listens, on 127.0.0.1.
    public let port: Int
    private let posts: AsyncStream<Post>
    private let server: any Channel
    private let count: Counter

    /// How many posts have come so far.
    public var received: Int { count.value.withLock { $0 } }

    /// How many posts came; the lock is `value`.
    private final class Counter: Sendable {
        let value = Mutex(0)
    }

    /// Answers the first posts with these statuses and headers, and all others with 200; by TLS
    /// when it has a context.
    public init(answering statuses: [String] = [], tls: NIOSSLContext? = nil) async throws {
        let (posts, continuation) = AsyncStream.makeStream(of: Post.self)
        let left = Mutex(statuses[...])
        let count = Counter()
        let answer: @Sendable (Post) -> String = { post in
            count.value.withLock { $0 += 1 }
            continuation.yield(post)
            return left.withLock { $0.popFirst() } ?? "200 OK"
        }
        self.posts = posts
        self.count = count
        server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    if let tls { try pipeline.addHandler(NIOSSLServerHandler(context: tls)) }
                    try pipeline.addHandler(PostHandler(answer))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        port = server.localAddress?.port ?? 0
    }

    /// The next so many posts, in the order of their arrival.
    public func take(_ count: Int) async -> [Post] {
        var taken: [Post] = []
        for await post in posts {
            taken.append(post)
            if taken.count == count { break }
        }
        return taken
    }

    /// Listens no longer.
    public func stop() async throws {
        try await server.close()
    }
}

/// Reads one post a connection and closes it with the answer.
private final class PostHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let answer: @Sendable (WebhookReceiver.Post) -> String
    private var received = ""

    init(_ answer: @escaping @Sendable (WebhookReceiver.Post) -> String) {
        self.answer = answer
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        received += String(buffer: unwrapInboundIn(data))
        guard let post = WebhookReceiver.Post(received) else { return }
        let head = "HTTP/1.1 \(answer(post))\r\n"
        let text = head + "Content-Length: 0\r\nConnection: close\r\n\r\n"
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
        context.close(promise: nil)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // A client that does not believe the certificate ends the handshake.
        context.close(promise: nil)
    }
}

extension WebhookReceiver.Post {
    /// Nil while the post is not complete.
    fileprivate init?(_ text: String) {
        guard let end = text.range(of: "\r\n\r\n") else { return nil }
        let lines = text[..<end.lowerBound].components(separatedBy: "\r\n")
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let halves = line.split(separator: ":", maxSplits: 1)
            headers[halves[0].lowercased()] = halves[1].trimmingCharacters(in: .whitespaces)
        }
        let body = String(text[end.upperBound...])
        guard body.utf8.count >= Int(headers["content-length"] ?? "0") ?? 0 else { return nil }
        self.headers = headers
        self.body = body
        path = lines[0].split(separator: " ").dropFirst().first.map(String.init) ?? ""
    }
}
