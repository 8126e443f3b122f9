import Foundation
import Mail
import TestTurns
import Testing

@Suite("Mail message", .inTurn)
struct MailMessageTests {
    @Test("the header is complete")
    func header() throws {
        let text = SampleMail.text(try SampleMail.message())
        for line in [
            "Date: Mon, 23 Nov 2026 09:05:00 +0000",
            "From: \"Game Store\" <no-reply@store.example>",
            "To: =?utf-8?B?6rmA66+87KeA?= <minji@member.example>",
            "Message-ID: <m-1@store.example>",
            "Auto-Submitted: auto-generated", "MIME-Version: 1.0",
        ] {
            #expect(text.contains(line + "\r\n"))
        }
        #expect(text.contains("Content-Type: multipart/alternative; boundary=\"=_"))
        #expect(text.contains("Content-Type: text/plain; charset=utf-8\r\n"))
        #expect(text.contains("Content-Type: text/html; charset=utf-8\r\n"))
    }

    @Test("equal inputs give identical bytes and another Message-ID another boundary")
    func deterministic() throws {
        let first = try SampleMail.message()
        #expect(first.bytes == (try SampleMail.message().bytes))
        #expect(boundary(first) == boundary(try SampleMail.message()))
        #expect(boundary(first) != boundary(try SampleMail.message(unique: "m-2")))
    }

    @Test("the bytes are ASCII lines of at most 76 octets, ended by CR LF")
    func lines() throws {
        let bytes = try SampleMail.message(name: String(repeating: "김민지🎮", count: 30)).bytes
        #expect(bytes.allSatisfy { $0 < 0x80 })
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(text.components(separatedBy: "\r\n").allSatisfy { $0.utf8.count <= 76 })
        let bare = text.replacingOccurrences(of: "\r\n", with: "")
        #expect(!bare.unicodeScalars.contains { $0 == "\r" || $0 == "\n" })
    }

    @Test(
        "a name or a subject cannot add a header",
        arguments: ["\r\n", "\n", "\r", "\r\n\r\n", "\u{0}\r\n", "\u{2028}", "\u{85}", "\u{B}"]
    )
    func injection(lineEnd: String) throws {
        let attack = "x\(lineEnd)Bcc: victim@v.example"
        let content = MailContent(subject: attack, text: "t", html: "h")
        let text = SampleMail.text(try SampleMail.message(name: attack, content: content))
        let names = header(text).map { $0.prefix { $0 != ":" } }
        #expect(
            names == [
                "Date", "From", "To", "Subject", "Message-ID", "Auto-Submitted", "MIME-Version",
                "Content-Type",
            ]
        )
        #expect(!text.unicodeScalars.contains("\u{0}"))
    }

    @Test("direction marks do not reach a display name")
    func direction() throws {
        #expect(try MailAddress("a@b.example", name: "Kim\u{202E}\u{2066}!").name == "Kim!")
        #expect(try MailAddress("a@b.example", name: "\r\n\u{0} ").name == nil)
    }

    @Test("only safe bytes can be submitted", arguments: ["a\nb", "a\rb", "a\r", "a\u{0}", "\n"])
    func unsafeBytes(text: String) {
        #expect(throws: MailError.self) { try SampleMail.submitted(text) }
    }

    @Test("a line of 998 octets can be submitted and one of 999 cannot")
    func longLines() throws {
        _ = try SampleMail.submitted(String(repeating: "a", count: 998) + "\r\n")
        #expect(throws: MailError.self) {
            try SampleMail.submitted(String(repeating: "a", count: 999) + "\r\n")
        }
    }

    @Test("a mail without recipients cannot be submitted")
    func noRecipients() {
        #expect(throws: MailError.self) { try SampleMail.submitted(to: []) }
    }

    private func boundary(_ message: MailMessage) -> String? {
        SampleMail.text(message).components(separatedBy: "boundary=\"").last?
            .components(separatedBy: "\"").first
    }

    /// The header's fields, unfolded.
    private func header(_ text: String) -> [String] {
        let head = text.components(separatedBy: "\r\n\r\n")[0]
        return head.replacingOccurrences(of: "\r\n ", with: " ").components(separatedBy: "\r\n")
    }
}
