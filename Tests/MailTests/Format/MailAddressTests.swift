import Mail
import TestTurns
import Testing

@Suite("Mail addresses", .inTurn)
struct MailAddressTests {
    @Test(
        "ordinary addresses are accepted",
        arguments: [
            "kim@example.com", "first.last+tag@sub.example.co.kr", "o'neil@x.example",
            "a@localhost", "민지@example.com", "x@xn--3e0b707e.example",
        ]
    )
    func accepted(address: String) throws {
        #expect(try MailAddress(address).mailbox == address)
    }

    @Test(
        "what could break a command or a header is refused",
        arguments: [
            "", "a", "@b.example", "a@", "a@b@c.example", "a b@c.example", "a@b.example\r\nDATA",
            "a\n@b.example", "a@b.example>", "<a@b.example", "a\u{0}@b.example", ".a@b.example",
            "a..b@c.example", "a.@b.example", "\"a b\"@c.example", "a@[127.0.0.1]", "a@-b.example",
            "a@b..example", "a@b.example.", "a@b_c.example", "a@도메인.example", "a,b@c.example",
            "a@b.example SIZE=1", "a\u{202E}@b.example", "a\u{200B}@b.example", "a\u{7F}@b.example",
            "a;b@c.example", "a\u{FF20}b@c@d.example", "a(b)@c.example",
        ]
    )
    func refused(address: String) {
        #expect(throws: MailError.self) { try MailAddress(address) }
    }

    @Test("lengths are those of RFC 5321")
    func lengths() throws {
        let local = String(repeating: "a", count: 64)
        _ = try MailAddress("\(local)@b.example")
        #expect(throws: MailError.self) { try MailAddress("\(local)a@b.example") }
        let label = String(repeating: "b", count: 63)
        _ = try MailAddress("a@\(label).\(label).\(label).example")
        #expect(throws: MailError.self) { try MailAddress("a@\(label)b.example") }
        let long = "\(local)@\(label).\(label).\(label)"
        #expect(throws: MailError.self) { try MailAddress(long) }
    }

    @Test("only an address with other scripts needs SMTPUTF8")
    func internationalized() throws {
        #expect(try MailAddress("민지@example.com").needsSMTPUTF8)
        #expect(try !MailAddress("minji@example.com", name: "민지").needsSMTPUTF8)
    }

    @Test("neither an error nor a description shows the address")
    func privacy() throws {
        #expect("\(try MailAddress("kim@example.com"))" == "[address]")
        let error = #expect(throws: MailError.self) { try MailAddress("kim kim@example.com") }
        #expect(error?.description.contains("kim") == false)
    }

    @Test("a Message-ID takes no characters that could end it")
    func messageID() throws {
        #expect(try MessageID(unique: "a-1", domain: "b.example").text == "<a-1@b.example>")
        for unique in ["", "a b", "a\r\nBcc: x", "a>", "é"] {
            #expect(throws: MailError.self) { try MessageID(unique: unique, domain: "b.example") }
        }
        #expect(throws: MailError.self) { try MessageID(unique: "a", domain: "b\r\n.example") }
    }
}
