import Mail
import TestTurns
import Testing

@Suite("SMTP connections", .inTurn, .timeLimit(.minutes(10)))
struct SMTPPoolTests {
    private static let accepted = SubmissionOutcome.accepted(reply: "250 2.0.0 queued")

    @Test("many mails share one connection, with RSET after a refused one")
    func reuse() async throws {
        let script = SubmissionHarness.script("RCPT TO:<bad", .say("550 no"))
        let good = try SampleMail.submitted()
        let bad = try SampleMail.submitted(to: ["bad@b.example"])
        let log = try await SubmissionHarness.run(script) { client in
            #expect(await client.send(good) == Self.accepted)
            #expect(await client.send(bad) == .rejected(code: 550, text: "no"))
            #expect(await client.send(good) == Self.accepted)
        }
        #expect(log.connectionCount == 1)
        #expect(log.mails.count == 2)
        #expect(log.texts.filter { $0 == "RSET" }.count == 1)
        #expect(log.texts.last == "QUIT")
    }

    @Test("a connection that died while idle is replaced without a word")
    func reconnect() async throws {
        let script = SMTPTestServer.Script { command in
            command.text.hasPrefix("MAIL FROM:<second") && command.connection == 1 ? .drop : nil
        }
        let first = try SampleMail.submitted()
        let second = try SubmittedMail(
            from: MailAddress("second@b.example"),
            recipients: first.recipients,
            bytes: first.bytes
        )
        let log = try await SubmissionHarness.run(script) { client in
            #expect(await client.send(first) == Self.accepted)
            #expect(await client.send(second) == Self.accepted)
        }
        #expect(log.connectionCount == 2)
        #expect(log.mails.count == 2)
    }

    @Test("a mail of unknown outcome is not sent again by the client")
    func unknownIsNotRepeated() async throws {
        let script = SMTPTestServer.Script { command in
            command.text == "." && command.connection == 1 ? .drop : nil
        }
        let mail = try SampleMail.submitted()
        let log = try await SubmissionHarness.run(script) { client in
            guard case .unknown = await client.send(mail) else {
                Issue.record("expected unknown")
                return
            }
        }
        #expect(log.connectionCount == 1)
    }

    @Test("a connection is closed after its share of mails")
    func mailsPerConnection() async throws {
        let mail = try SampleMail.submitted()
        let log = try await SubmissionHarness.run(
            configure: { $0.mailsPerConnectionMax = 2 },
            { for _ in 0..<5 { #expect(await $0.send(mail) == Self.accepted) } }
        )
        #expect(log.connectionCount == 3)
        #expect(log.texts.filter { $0 == "QUIT" }.count == 3)
    }

    @Test("no more connections are opened than allowed, and every mail gets its turn")
    func bounded() async throws {
        let mail = try SampleMail.submitted()
        let log = try await SubmissionHarness.run(
            configure: { $0.connectionsMax = 2 },
            { client in
                let outcomes = await withTaskGroup { tasks in
                    for _ in 0..<40 { tasks.addTask { await client.send(mail) } }
                    return await tasks.reduce(into: []) { $0.append($1) }
                }
                #expect(outcomes == Array(repeating: Self.accepted, count: 40))
            }
        )
        #expect(log.connectionCount <= 2)
        #expect(log.mails.count == 40)
    }

    @Test("a closed client sends nothing")
    func closed() async throws {
        let mail = try SampleMail.submitted()
        let log = try await SubmissionHarness.run { client in
            await client.close()
            #expect(await client.send(mail) == .unreachable(reason: "the mail client is closed"))
        }
        #expect(log.connectionCount == 0)
    }

    @Test("settings that cannot work are refused at once")
    func configuration() throws {
        var configuration = SMTPConfiguration(host: "localhost", port: 0, security: .plain)
        #expect(throws: MailError.self) { try SMTPSubmission(configuration) }
        configuration.port = 25
        configuration.clientName = "x\r\nMAIL FROM:<a@b>"
        #expect(throws: MailError.self) { try SMTPSubmission(configuration) }
        configuration.clientName = "localhost"
        configuration.trustRoots = .pemFile("/nonexistent.pem")
        #expect(throws: MailError.self) { try SMTPSubmission(configuration) }
        configuration.trustRoots = .system
        _ = try SMTPSubmission(configuration)
        #expect(throws: MailError.self) { try SMTPCredentials(username: "a\u{0}", password: "") }
    }
}
