import Foundation
import Gateways
import TestTurns
import Testing

@Suite("What a broken connection means", .inTurn)
struct FaultTests {
    private func charge(
        baseURL: String,
        timeout: Duration = .seconds(10),
        responseBytesMax: Int = 65_536
    ) async throws -> (sent: GatewayAnswer, lookedUp: GatewayAnswer) {
        let gateway = try TossGateway(
            GatewayConfiguration(
                baseURL: baseURL,
                credentials: Sample.credentials,
                lookUpTimeout: timeout,
                responseBytesMax: responseBytesMax
            )
        )
        let order = try Sample.tossOrder()
        let sent = await gateway.send(try gateway.nextChargeRequest(order), timeout: timeout)
        let lookedUp = await gateway.lookUpCharge(order)
        await gateway.close()
        return (sent, lookedUp)
    }

    /// The answer to a charge, after checking that it reached the server at most once.
    private func charge(
        _ step: LoopbackServer.Step,
        timeout: Duration = .seconds(10)
    ) async throws -> GatewayAnswer {
        let server = try await LoopbackServer([step])
        let answers = try await charge(
            baseURL: "http://127.0.0.1:\(server.port)",
            timeout: timeout
        )
        // One post and one look-up: nothing is repeated below us.
        #expect(server.requests.filter { $0.hasPrefix("POST") }.count <= 1)
        #expect(answers.lookedUp.isUncertain)
        try await server.stop()
        return answers.sent
    }

    @Test("a refused connection is unreachable, and its look-up unknown")
    func refused() async throws {
        // The discard service's port, where nobody listens; a port that was free a moment ago may be
        // another test's by now.
        let port = 9
        for host in ["127.0.0.1", "localhost"] {
            let answers = try await charge(baseURL: "http://\(host):\(port)")
            #expect(answers.sent.kind == .unreachable, "\(answers.sent)")
            #expect(answers.lookedUp.isUncertain)
        }
    }

    @Test("a name that does not resolve is unreachable")
    func unresolved() async throws {
        // RFC 6761: `.invalid` never resolves.
        let answers = try await charge(baseURL: "https://gateway.invalid")
        #expect(answers.sent.kind == .unreachable, "\(answers.sent)")
    }

    @Test("a server that does not speak TLS is unreachable")
    func notTLS() async throws {
        let plain = Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8)
        let server = try await LoopbackServer([.speakFirst(plain)])
        let answers = try await charge(baseURL: "https://127.0.0.1:\(server.port)")
        #expect(answers.sent.kind == .unreachable, "\(answers.sent)")
        try await server.stop()
    }

    @Test("a TLS handshake that never ends is unreachable")
    func silentTLS() async throws {
        let server = try await LoopbackServer([.silence])
        let gateway = try TossGateway(
            GatewayConfiguration(
                baseURL: "https://127.0.0.1:\(server.port)",
                credentials: Sample.credentials,
                connectTimeout: .milliseconds(200)
            )
        )
        let request = try gateway.nextChargeRequest(Sample.tossOrder())
        let answer = await gateway.send(request, timeout: .seconds(10))
        #expect(answer.kind == .unreachable, "\(answer)")
        await gateway.close()
        try await server.stop()
    }

    @Test("a connection closed on accept is unknown: the request may have been read")
    func closedOnAccept() async throws {
        let answer = try await charge(.closeOnAccept)
        #expect(answer.kind == .silent)
    }

    @Test("a connection closed after the request is unknown")
    func closedAfterRequest() async throws {
        let answer = try await charge(.closeAfterRequest)
        #expect(answer.kind == .silent)
    }

    @Test("silence past the time-out is unknown")
    func silence() async throws {
        let answer = try await charge(.silence, timeout: .milliseconds(200))
        #expect(answer == .silent(reason: Self.deadline, after: nil))
    }

    @Test("a body that stops half-way is unknown at the time-out")
    func halfBody() async throws {
        let head = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"a\":"
        let answer = try await charge(.answer(Array(head.utf8)), timeout: .milliseconds(200))
        #expect(answer == .silent(reason: Self.deadline, after: nil))
    }

    private static let deadline = "HTTPClientError: HTTPClientError.deadlineExceeded"

    @Test(
        "garbage in the place of HTTP or of JSON is unknown",
        arguments: ["garbage\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n\u{0}{]x"]
    )
    func garbage(text: String) async throws {
        let answer = try await charge(.answer(Array(text.utf8)))
        #expect(answer.isUncertain)
    }

    @Test("a body over the limit is unknown, whether it announces its length or not")
    func huge() async throws {
        let body = String(repeating: " ", count: 70_000)
        for head in ["Content-Length: 70000", "Connection: close"] {
            let text = "HTTP/1.1 200 OK\r\n\(head)\r\n\r\n\(body)"
            let answer = try await charge(.answer(Array(text.utf8)))
            #expect(answer.kind == .silent)
            #expect("\(answer)".contains("TooManyBytes"), "\(answer)")
        }
    }

    @Test("a redirect is not followed and is unknown", arguments: [301, 302, 307, 308])
    func redirect(status: Int) async throws {
        let other = try await LoopbackServer([try LoopbackServer.fixture("toss_payment_done")])
        let location = "Location: http://127.0.0.1:\(other.port)/"
        let answer = try await charge(
            LoopbackServer.json(
                Data("{}".utf8),
                status: "\(status) Moved",
                headers: [location]
            )
        )
        #expect(answer.kind == .unknown)
        #expect(other.requests.isEmpty)
        try await other.stop()
    }

    @Test("a reused connection that the server closes loses one answer and repeats nothing")
    func staleConnection() async throws {
        let server = try await LoopbackServer([
            try LoopbackServer.fixture("toss_payment_done"), .closeAfterRequest,
        ])
        let gateway = try TossGateway(
            GatewayConfiguration(
                baseURL: "http://127.0.0.1:\(server.port)",
                credentials: Sample.credentials
            )
        )
        let request = try gateway.nextChargeRequest(Sample.tossOrder())
        #expect(await gateway.send(request, timeout: .seconds(10)).kind == .applied)
        #expect(await gateway.send(request, timeout: .seconds(10)).kind == .silent)
        #expect(server.requests.count == 2)
        #expect(server.connections == 1)
        await gateway.close()
        try await server.stop()
    }

    @Test("a cancelled task does not know what became of its request")
    func cancelled() async throws {
        let server = try await LoopbackServer([.silence])
        let gateway = try TossGateway(
            GatewayConfiguration(
                baseURL: "http://127.0.0.1:\(server.port)",
                credentials: Sample.credentials
            )
        )
        let request = try gateway.nextChargeRequest(Sample.tossOrder())
        let answer = await withTaskGroup(of: GatewayAnswer.self) { group in
            group.addTask { await gateway.send(request, timeout: .seconds(10)) }
            group.cancelAll()
            return await group.next()
        }
        #expect(answer?.kind == .silent)
        await gateway.close()
        try await server.stop()
    }

    @Test("after closing nothing is sent")
    func closed() async throws {
        let server = try await LoopbackServer([.silence])
        let gateway = try TossGateway(
            GatewayConfiguration(
                baseURL: "http://127.0.0.1:\(server.port)",
                credentials: Sample.credentials
            )
        )
        await gateway.close()
        await gateway.close()
        let request = try gateway.nextChargeRequest(Sample.tossOrder())
        #expect(await gateway.send(request, timeout: .seconds(10)).kind == .unreachable)
        #expect(server.requests.isEmpty)
        try await server.stop()
    }
}
