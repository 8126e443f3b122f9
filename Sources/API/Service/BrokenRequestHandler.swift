import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTPTypes

/// Answers what is no HTTP with a problem document, and nothing after it.
///
/// Hummingbird answers with a bare 400 when the parser fails. That answer is replaced when nothing
/// of the broken request was passed on. When its head was, its own answer is the last, and the bare
/// one is dropped. What a client sends after something broken is never read: it may be part of a
/// request that a proxy before us saw otherwise (RFC 9112, 11.2).
final class BrokenRequestHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private enum State {
        /// Everything could be read so far.
        case whole

        /// A head is broken: it waits for the answers to those before it.
        case brokenHead

        /// The body of a request is broken, which whoever answers it is told.
        case brokenBody

        /// The last answer is written.
        case over
    }

    private var state = State.whole
    private var isLast = false
    private var unanswered = 0
    private var isInBody = false

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head: (unanswered, isInBody) = (unanswered + 1, true)
        case .body: break
        case .end: isInBody = false
        }
        context.fireChannelRead(data)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if case .whole = state { state = isInBody ? .brokenBody : .brokenHead }
        // Whatever it was, the server ends the connection in the one way that it has for this.
        context.fireErrorCaught(error is HTTPParserError ? error : HTTPParserError.unknown)
    }

    func write(
        context: ChannelHandlerContext,
        data: NIOAny,
        promise: EventLoopPromise<Void>?
    ) {
        switch (state, unwrapOutboundIn(data)) {
        case (.brokenHead, .head) where unanswered == 0:
            answer(context)
            promise?.succeed()
        case (.brokenBody, .head) where unanswered == 0:
            end(context)
            promise?.succeed()
        case (.over, _):
            promise?.succeed()
        case (.brokenBody, .head(var head)):
            isLast = true
            head.headerFields[.connection] = "close"
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case (_, .head(let head)):
            isLast = head.headerFields[.connection] == "close"
            context.write(data, promise: promise)
        case (_, .body):
            context.write(data, promise: promise)
        case (_, .end):
            unanswered -= 1
            context.write(data, promise: promise)
            if isLast { end(context) }
        }
    }

    private func answer(_ context: ChannelHandlerContext) {
        let trace = TraceContext(HTTPFields())
        var answer = Problem.broken("is no HTTP/1.1 request")
            .answer(in: .english, requestID: trace.requestID)
        answer.headers[.requestID] = trace.requestID
        context.write(wrapOutboundOut(.head(answer.head)), promise: nil)
        context.write(wrapOutboundOut(.body(ByteBuffer(string: answer.text))), promise: nil)
        context.write(wrapOutboundOut(.end(nil)), promise: nil)
        end(context)
    }

    /// The client learns that nothing more comes; the server waits for it to close.
    private func end(_ context: ChannelHandlerContext) {
        state = .over
        context.flush()
        context.close(mode: .output, promise: nil)
    }
}

@available(*, unavailable)
extension BrokenRequestHandler: Sendable {}
