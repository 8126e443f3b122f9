import Foundation
import NIOSSL
import Preorder
import Synchronization
import TestReceiver
import TestTurns
import Testing

@testable import Channels

@Suite("A webhook on its way", .inTurn)
struct WebhookPostTests {
    /// What names stand for, each time that somebody asks; the lock is `answers`.
    private final class Names: Sendable {
        let answers: Mutex<[[HostAddress]]>
        let asked = Mutex(0)

        init(_ answers: [[String]]) async {
            var addresses: [[HostAddress]] = []
            for texts in answers {
                var found: [HostAddress] = []
                for text in texts { found += await HostAddress.resolve(text) }
                addresses.append(found)
            }
            self.answers = Mutex(addresses)
        }

        func next() -> [HostAddress] {
            asked.withLock { $0 += 1 }
            return answers.withLock { $0.isEmpty ? [] : $0.removeFirst() }
        }
    }

    private func call(_ url: String) -> WebhookCall {
        WebhookCall(
            url: url,
            eventID: "evt_1",
            body: Array("{}".utf8),
            secrets: [WebhookSecret()],
            trace: nil
        )
    }

    private func post(allowsPrivate: Bool, _ names: Names) -> WebhookPost {
        var post = WebhookPost(timeout: .seconds(20), allowsPrivate: allowsPrivate)
        post.resolve = { _ in names.next() }
        return post
    }

    /// A post by TLS to `localhost`, where a server shows the certificate `shown`.
    private func send(
        shown: TestCertificate,
        trusted: TestCertificate?
    ) async throws -> (answer: WebhookAnswer, received: Int) {
        let receiver = try await WebhookReceiver(tls: try shown.serverContext())
        var post = post(allowsPrivate: true, await Names([["127.0.0.1"]]))
        if let trusted {
            post.tls.trustRoots = .certificates(
                try NIOSSLCertificate.fromPEMFile(trusted.certificatePath)
            )
        }
        let answer = await post.send(call("https://localhost:\(receiver.port)/hook"))
        let received = receiver.received
        try await receiver.stop()
        return (answer, received)
    }

    @Test("reaches by TLS who shows a certificate that is trusted")
    func trusted() async throws {
        let certificate = try TestCertificate.localhost.get()
        let (answer, received) = try await send(shown: certificate, trusted: certificate)
        #expect(answer == .answered(200, retryAfter: nil))
        #expect(received == 1)
    }

    @Test("is not told to who shows another host's certificate, or one that nobody vouches for")
    func untrusted() async throws {
        let other = try TestCertificate("other.example")
        let own = try TestCertificate.localhost.get()
        for (shown, trusted) in [(other, other), (own, nil), (own, other)] {
            let (answer, received) = try await send(shown: shown, trusted: trusted)
            guard case .unreachable = answer else {
                Issue.record("\(answer)")
                continue
            }
            #expect(received == 0)
        }
    }

    @Test(
        "goes to the address that was looked at, whatever the name stands for elsewhere",
        arguments: ["partner.invalid", "Partner.Invalid", "xn--fsq.invalid"]
    )
    func pinned(name: String) async throws {
        let receiver = try await WebhookReceiver()
        // A name that stands for nothing (RFC 6761): asked a second time, it leads nowhere.
        let url = "http://\(name):\(receiver.port)/hook"
        let names = await Names([["127.0.0.1"]])
        let answer = await post(allowsPrivate: true, names).send(call(url))
        #expect(answer == .answered(200, retryAfter: nil))
        let taken = try #require(receiver.take(1).first)
        #expect(taken.headers["host"] == "\(name):\(receiver.port)")
        #expect(names.asked.withLock { $0 } == 1)
        try await receiver.stop()
    }

    @Test("looks at what the name stands for each time, and at all of it")
    func rebound() async throws {
        let receiver = try await WebhookReceiver()
        let url = "https://partner.invalid:\(receiver.port)/hook"
        let names = await Names([[], ["127.0.0.1"], ["8.8.8.8", "127.0.0.1"], ["::1"]])
        let post = post(allowsPrivate: false, names)
        guard case .unreachable = await post.send(call(url)) else {
            Issue.record("a name without an address was reached")
            return
        }
        for _ in 0..<3 {
            let answer = await post.send(call(url))
            #expect(answer == .forbidden(reason: "the host is in a private network"))
        }
        #expect(names.asked.withLock { $0 } == 4)
        #expect(receiver.received == 0)
        // The same receiver is reached where that is allowed: what was refused was not away.
        let allowed = self.post(allowsPrivate: true, await Names([["127.0.0.1"]]))
        let plain = "http://partner.invalid:\(receiver.port)/hook"
        #expect(await allowed.send(call(plain)) == .answered(200, retryAfter: nil))
        try await receiver.stop()
    }

    @Test("follows no redirect")
    func redirected() async throws {
        let target = try await WebhookReceiver()
        let receiver = try await WebhookReceiver(answering: [
            "307 Moved\r\nLocation: http://127.0.0.1:\(target.port)/inside"
        ])
        let answer = await post(allowsPrivate: true, await Names([["127.0.0.1"]]))
            .send(call("http://partner.invalid:\(receiver.port)/hook"))
        #expect(answer == .answered(307, retryAfter: nil))
        #expect(receiver.received == 1 && target.received == 0)
        try await receiver.stop()
        try await target.stop()
    }
}
