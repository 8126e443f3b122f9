import TestTurns
import Testing

@testable import Mail

@Suite("SMTP replies", .inTurn)
struct SMTPReplyParserTests {
    @Test("replies are found however the bytes arrive")
    func splitting() throws {
        let bytes = Array("250-one\r\n250 two\r\n354\r\n".utf8)
        let expected = [
            SMTPReply(code: 250, lines: ["one", "two"]), SMTPReply(code: 354, lines: [""]),
        ]
        for cut in 0...bytes.count {
            var parser = SMTPReplyParser()
            let replies = try parser.feed(bytes[..<cut]) + parser.feed(bytes[cut...])
            #expect(replies == expected)
            #expect(!parser.isMidReply)
        }
    }

    @Test(
        "what is no reply is a fault",
        arguments: ["hello\r\n", "99\r\n", "250_x\r\n", "250-a\r\n251 b\r\n", "650 x\r\n", "\r\n"]
    )
    func faults(text: String) {
        #expect(throws: SMTPReplyParser.Fault.self) {
            var parser = SMTPReplyParser()
            _ = try parser.feed(Array(text.utf8))
        }
    }

    @Test("a reply without end is a fault, not a full memory")
    func endless() {
        #expect(throws: SMTPReplyParser.Fault.self) {
            var parser = SMTPReplyParser()
            _ = try parser.feed(Array(repeating: UInt8(ascii: "2"), count: 100_000))
        }
        #expect(throws: SMTPReplyParser.Fault.self) {
            var parser = SMTPReplyParser()
            for _ in 0..<10_000 { _ = try parser.feed(Array("250-x\r\n".utf8)) }
        }
    }

    @Test("a reply's text is short, printable and free of addresses")
    func sanitising() {
        let reply = SMTPReply(
            code: 550,
            lines: ["5.1.1 <kim@x.example>:\u{1B}[2J", String(repeating: "z", count: 999)]
        )
        #expect(reply.text.hasPrefix("5.1.1 [address] zzz"))
        #expect(reply.text.count <= SMTPReply.textCharactersMax)
    }
}
