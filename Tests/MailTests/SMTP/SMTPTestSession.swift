import Foundation
import NIOCore
import NIOSSL
import Synchronization

/// One connection of `SMTPTestServer`.
final class SMTPTestSession: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let script: SMTPTestServer.Script
    private let journal: SMTPTestServer.Journal
    private var number = 0
    private var isEncrypted: Bool
    private var isInBody = false
    private var loginStep = 0
    private var received = ""

    init(_ script: SMTPTestServer.Script, _ journal: SMTPTestServer.Journal) {
        self.script = script
        self.journal = journal
        isEncrypted = script.isImplicitTLS
    }

    func channelActive(context: ChannelHandlerContext) {
        number = journal.log.withLock { log in
            log.connectionCount += 1
            return log.connectionCount
        }
        handle("connect", context)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        received += String(buffer: unwrapInboundIn(data))
        var commandCount = 0
        while true {
            if isInBody {
                guard takeBody(context) else { break }
            } else {
                guard let end = received.range(of: "\r\n") else { break }
                let line = String(received[..<end.lowerBound])
                received.removeSubrange(..<end.upperBound)
                commandCount += 1
                handle(line, context)
            }
        }
        let count = commandCount
        journal.log.withLock { $0.pipelinedMax = max($0.pipelinedMax, count) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func takeBody(_ context: ChannelHandlerContext) -> Bool {
        if !received.isEmpty, answer(to: "body", context) { return false }
        let mail: String
        if received.hasPrefix(".\r\n") {
            mail = ""
            received.removeFirst(2)
        } else {
            guard let end = received.range(of: "\r\n.\r\n") else { return false }
            mail = received[..<end.lowerBound] + "\r\n"
            received.removeSubrange(..<end.upperBound)
        }
        isInBody = false
        journal.log.withLock { $0.mails.append(mail) }
        handle(".", context)
        return true
    }

    private func handle(_ line: String, _ context: ChannelHandlerContext) {
        let command = SMTPTestServer.Command(
            text: line,
            connection: number,
            isEncrypted: isEncrypted
        )
        journal.log.withLock { $0.commands.append(command) }
        guard !answer(to: line, context) else { return }
        say(ordinaryAnswer(line), context)
        if line == "STARTTLS" { startTLS(context) }
        if line == "QUIT" { context.close(promise: nil) }
    }

    /// Whether the script had an answer.
    private func answer(to line: String, _ context: ChannelHandlerContext) -> Bool {
        let command = SMTPTestServer.Command(
            text: line,
            connection: number,
            isEncrypted: isEncrypted
        )
        switch script.answer(command) {
        case .say(let text):
            if line == "DATA", text.hasPrefix("354") { isInBody = true }
            say(text, context)
        case .drop: context.close(promise: nil)
        case .silence: break
        case nil: return false
        }
        return true
    }

    private func ordinaryAnswer(_ line: String) -> String {
        if loginStep > 0 { return answerLogin() }
        switch line.split(separator: " ").first {
        case "connect": return "220 test.example ESMTP"
        case "EHLO":
            let lines = ["test.example"] + script.extensions
            return lines.enumerated().map { index, text in
                (index + 1 < lines.count ? "250-" : "250 ") + text
            }.joined(separator: "\r\n")
        case "STARTTLS": return "220 go ahead"
        case "AUTH" where line == "AUTH LOGIN":
            loginStep = 1
            return "334 VXNlcm5hbWU6"
        case "AUTH": return "235 2.7.0 welcome"
        case "DATA":
            isInBody = true
            return "354 go on"
        case ".": return "250 2.0.0 queued"
        case "QUIT": return "221 bye"
        case "MAIL", "RCPT", "RSET": return "250 ok"
        default: return "500 what?"
        }
    }

    private func answerLogin() -> String {
        loginStep = (loginStep + 1) % 3
        return loginStep == 0 ? "235 2.7.0 welcome" : "334 UGFzc3dvcmQ6"
    }

    private func say(_ text: String, _ context: ChannelHandlerContext) {
        context.writeAndFlush(
            wrapOutboundOut(ByteBuffer(string: text + "\r\n")),
            promise: nil
        )
    }

    private func startTLS(_ context: ChannelHandlerContext) {
        guard let tls = script.tls else { return }
        isEncrypted = true
        do {
            try context.pipeline.syncOperations.addHandler(
                NIOSSLServerHandler(context: tls),
                position: .before(self)
            )
        } catch {
            context.close(promise: nil)
        }
    }
}
