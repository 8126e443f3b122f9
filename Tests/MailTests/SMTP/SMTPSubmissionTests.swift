import Foundation
import Mail
import TestTurns
import Testing

@Suite("SMTP submission", .inTurn, .timeLimit(.minutes(10)))
struct SMTPSubmissionTests {
    @Test("an accepted mail arrives as it was made, dots included")
    func accepted() async throws {
        let text = "Subject: x\r\n\r\n.\r\n..two\r\nend"
        let mail = try SampleMail.submitted(text)
        let log = try await SubmissionHarness.run { client in
            #expect(await client.send(mail) == .accepted(reply: "250 2.0.0 queued"))
        }
        #expect(log.mails == ["Subject: x\r\n\r\n..\r\n...two\r\nend\r\n"])
        #expect(
            log.texts == [
                "connect", "EHLO localhost", "MAIL FROM:<no-reply@store.example>",
                "RCPT TO:<a@b.example>", "DATA", ".", "QUIT",
            ]
        )
    }

    @Test("a refusal for good is rejected", arguments: ["MAIL", "RCPT", "DATA", "."])
    func rejected(command: String) async throws {
        let script = SubmissionHarness.script(command, .say("550 5.1.1 no such <a@b.example>\u{7}"))
        let outcome = try await SubmissionHarness.outcome(script)
        #expect(outcome == .rejected(code: 550, text: "5.1.1 no such [address]"))
    }

    @Test("a refusal for now is a retry", arguments: ["MAIL", "RCPT", "DATA", "."])
    func retry(command: String) async throws {
        let script = SubmissionHarness.script(command, .say("451 4.3.0 later"))
        let outcome = try await SubmissionHarness.outcome(script)
        #expect(outcome == .retry(code: 451, text: "4.3.0 later"))
    }

    @Test(
        "a connection lost before the final dot is unreachable",
        arguments: ["connect", "EHLO", "MAIL", "RCPT", "DATA"]
    )
    func droppedBefore(command: String) async throws {
        let outcome = try await SubmissionHarness.outcome(SubmissionHarness.script(command, .drop))
        #expect(isUnreachable(outcome))
    }

    @Test("a connection lost after the final dot is unknown")
    func droppedAfter() async throws {
        let outcome = try await SubmissionHarness.outcome(SubmissionHarness.script(".", .drop))
        #expect(isUnknown(outcome))
    }

    @Test("a server that never answers the final dot is unknown")
    func silentAfter() async throws {
        let script = SubmissionHarness.script(".", .silence)
        let outcome = try await SubmissionHarness.outcome(script) {
            $0.timeouts.finalReply = .milliseconds(50)
        }
        #expect(outcome == .unknown(reason: "the server did not answer in time"))
    }

    @Test("a server that never answers is unreachable", arguments: ["connect", "EHLO", "MAIL"])
    func silentBefore(command: String) async throws {
        let script = SubmissionHarness.script(command, .silence)
        let outcome = try await SubmissionHarness.outcome(script) {
            $0.timeouts.reply = .milliseconds(50)
        }
        #expect(outcome == .unreachable(reason: "the server did not answer in time"))
    }

    @Test("the bound of the whole call ends a wait that each reply time-out would allow")
    func bounded() async throws {
        let script = SubmissionHarness.script("RCPT", .silence)
        let outcome = try await SubmissionHarness.outcome(script) {
            $0.timeouts.send = .milliseconds(500)
        }
        #expect(outcome == .unreachable(reason: "the call took too long"))
    }

    @Test("a refused connection is unreachable")
    func refused() async throws {
        let server = try await SMTPTestServer.start(.init())
        try await server.stop()
        let configuration = SMTPConfiguration(
            host: "127.0.0.1",
            port: server.port,
            security: .plain
        )
        let client = try SMTPSubmission(configuration)
        #expect(isUnreachable(await client.send(try SampleMail.submitted())))
        await client.close()
    }

    @Test("an unfriendly greeting or something that is not SMTP is unreachable")
    func greeting() async throws {
        for text in ["554 go away", "421 later", "HTTP/1.1 400 Bad Request"] {
            let script = SubmissionHarness.script("connect", .say(text))
            #expect(isUnreachable(try await SubmissionHarness.outcome(script)))
        }
    }

    @Test("with PIPELINING the envelope and DATA travel together")
    func pipelining() async throws {
        let mail = try SampleMail.submitted()
        let script = SMTPTestServer.Script(extensions: ["PIPELINING"])
        let log = try await SubmissionHarness.run(script) { client in
            #expect(await client.send(mail) == .accepted(reply: "250 2.0.0 queued"))
        }
        #expect(log.pipelinedMax == 3)
    }

    @Test("with PIPELINING a refused recipient whose DATA was taken gets nothing delivered")
    func pipelinedRefusal() async throws {
        let script = SubmissionHarness.script(
            "RCPT",
            .say("550 no"),
            extensions: ["PIPELINING"]
        )
        let mail = try SampleMail.submitted()
        let log = try await SubmissionHarness.run(script) { client in
            #expect(await client.send(mail) == .rejected(code: 550, text: "no"))
        }
        #expect(log.mails == [""])
    }

    @Test("of several recipients one refusal keeps the mail from all")
    func allOrNobody() async throws {
        let script = SubmissionHarness.script(
            "RCPT TO:<bad",
            .say("550 no"),
            extensions: ["PIPELINING"]
        )
        let mail = try SampleMail.submitted(to: ["good@b.example", "bad@b.example"])
        let log = try await SubmissionHarness.run(script) { client in
            #expect(await client.send(mail) == .rejected(code: 550, text: "no"))
        }
        #expect(log.mails.isEmpty)
        #expect(!log.texts.contains("DATA"))
        #expect(log.texts.contains("RSET"))
    }

    private func isUnreachable(_ outcome: SubmissionOutcome) -> Bool {
        if case .unreachable = outcome { true } else { false }
    }

    private func isUnknown(_ outcome: SubmissionOutcome) -> Bool {
        if case .unknown = outcome { true } else { false }
    }
}
