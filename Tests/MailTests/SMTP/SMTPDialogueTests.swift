import TestTurns
import Testing

@testable import Mail

@Suite("SMTP dialogue", .inTurn)
struct SMTPDialogueTests {
    @Test("a mail goes out step by step without PIPELINING")
    func steps() throws {
        var dialogue = opened()
        let mail = try SampleMail.submitted()
        #expect(
            dialogue.handle(.submit(mail)) == [.send("MAIL FROM:<no-reply@store.example>\r\n")]
        )
        #expect(answer(&dialogue, "250 ok") == [.send("RCPT TO:<a@b.example>\r\n")])
        #expect(answer(&dialogue, "250 ok") == [.send("DATA\r\n")])
        #expect(answer(&dialogue, "354 go") == [.sendBody(mail.dotStuffed)])
        #expect(dialogue.handle(.bodyWritten) == [.send(".\r\n")])
        #expect(answer(&dialogue, "250 done") == [.finished(.accepted(reply: "250 done"))])
    }

    @Test("a connection lost while the body is being written is unreachable")
    func lostInBody() throws {
        var dialogue = opened()
        _ = dialogue.handle(.submit(try SampleMail.submitted()))
        for reply in ["250 ok", "250 ok", "354 go"] { _ = answer(&dialogue, reply) }
        #expect(
            dialogue.handle(.lost("gone")) == [
                .finished(.unreachable(reason: "gone")), .close,
            ]
        )
        #expect(dialogue.handle(.lost("gone")).isEmpty)
    }

    @Test("a refusal already heard outlives the connection")
    func refusalThenLost() throws {
        var dialogue = opened(["PIPELINING"])
        _ = dialogue.handle(.submit(try SampleMail.submitted()))
        _ = answer(&dialogue, "250 ok")
        _ = answer(&dialogue, "550 no")
        #expect(
            dialogue.handle(.lost("gone")) == [
                .finished(.rejected(code: 550, text: "no")), .close,
            ]
        )
    }

    @Test("421 ends the connection, its mail a retry")
    func shuttingDown() throws {
        var dialogue = opened()
        _ = dialogue.handle(.submit(try SampleMail.submitted()))
        #expect(
            answer(&dialogue, "421 bye") == [
                .finished(.retry(code: 421, text: "bye")), .close,
            ]
        )
    }

    @Test("an account that may not send is a matter of configuration")
    func accountRefused() throws {
        var dialogue = opened()
        _ = dialogue.handle(.submit(try SampleMail.submitted()))
        #expect(answer(&dialogue, "530 authenticate first") == [.send("RSET\r\n")])
        guard case .finished(.configuration) = answer(&dialogue, "250 ok").first else {
            Issue.record("expected configuration")
            return
        }
    }

    @Test("a nonsensical answer to the final dot is unknown")
    func nonsense() throws {
        var dialogue = opened()
        _ = dialogue.handle(.submit(try SampleMail.submitted()))
        for reply in ["250 ok", "250 ok", "354 go"] { _ = answer(&dialogue, reply) }
        _ = dialogue.handle(.bodyWritten)
        _ = answer(&dialogue, "354 go")
        #expect(
            answer(&dialogue, "250 ok") == [
                .finished(.unknown(reason: "the final dot is answered 354 go"))
            ]
        )
    }

    @Test("SMTPUTF8, 8BITMIME and SIZE are used where needed and a must where missing")
    func parameters() throws {
        let mail = try SampleMail.submitted("Subject: 별\r\n\r\nx\r\n", to: ["민지@b.example"])
        var able = opened(["SIZE 1000", "8BITMIME", "SMTPUTF8"])
        let size = mail.bytes.count
        #expect(
            able.handle(.submit(mail)) == [
                .send("MAIL FROM:<no-reply@store.example> SIZE=\(size) BODY=8BITMIME SMTPUTF8\r\n")
            ]
        )
        for (extensions, code) in [
            ([], 553), (["SMTPUTF8"], 554), (["SIZE 5", "SMTPUTF8", "8BITMIME"], 552),
        ] {
            var unable = opened(extensions)
            guard case .finished(.rejected(code, _)) = unable.handle(.submit(mail)).first else {
                Issue.record("expected \(code)")
                return
            }
        }
    }

    @Test("an idle connection says QUIT and one that is spoken to out of turn closes")
    func idle() {
        var patient = opened()
        #expect(patient.handle(.timedOut) == [.send("QUIT\r\n")])
        #expect(answer(&patient, "221 bye") == [.close])
        var startled = opened()
        #expect(answer(&startled, "421 timeout") == [.close])
    }

    @Test("a server without AUTH is a matter of configuration when credentials are set")
    func noAuthentication() throws {
        var configuration = SMTPConfiguration(host: "h", port: 25, security: .plain)
        configuration.credentials = try SMTPCredentials(username: "u", password: "p")
        var dialogue = SMTPDialogue(configuration)
        _ = answer(&dialogue, "220 hi")
        let reason = "the server offers neither AUTH PLAIN nor LOGIN"
        #expect(
            answer(&dialogue, "250 hi") == [
                .failed(.configuration(reason: reason)), .close,
            ]
        )
    }

    private func opened(_ extensions: [String] = []) -> SMTPDialogue {
        var dialogue = SMTPDialogue(SMTPConfiguration(host: "h", port: 25, security: .plain))
        _ = answer(&dialogue, "220 hi")
        let reply = SMTPReply(code: 250, lines: ["h"] + extensions)
        #expect(dialogue.handle(.reply(reply, isFollowed: false)) == [.opened])
        return dialogue
    }

    private func answer(_ dialogue: inout SMTPDialogue, _ line: String) -> [SMTPDialogue.Action] {
        let reply = SMTPReply(code: Int(line.prefix(3)) ?? 0, lines: [String(line.dropFirst(4))])
        return dialogue.handle(.reply(reply, isFollowed: false))
    }
}
