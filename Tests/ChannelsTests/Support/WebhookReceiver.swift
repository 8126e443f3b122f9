import Foundation
import NIOCore
import NIOPosix
import Synchronization
import Testing

/// A partner's side of webhooks: takes HTTP posts on a loopback port and answers as it is told.
final class WebhookReceiver: Sendable {
    struct Post: Sendable, Equatable {
        let path: String
        let headers: [String: String]
        let body: String
    }

    let port: Int
    private let posts: AsyncStream<Post>
    private let server: any Channel

    /// Answers the first posts with these statuses and headers, and all others with 200.
    init(answering statuses: [String] = []) async throws {
        let (posts, continuation) = AsyncStream.makeStream(of: Post.self)
        let left = Mutex(statuses[...])
        let answer: @Sendable (Post) -> String = { post in
            continuation.yield(post)
            return left.withLock { $0.popFirst() } ?? "200 OK"
        }
        self.posts = posts
        server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(PostHandler(answer))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        port = try #require(server.localAddress?.port)
    }

    /// The next so many posts, in the order of their arrival.
    func take(_ count: Int) async -> [Post] {
        var taken: [Post] = []
        for await post in posts {
            taken.append(post)
            if taken.count == count { break }
        }
        return taken
    }

    func stop() async throws {
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
