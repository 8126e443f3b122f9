import TestTurns
import Testing

@testable import API

@Suite("Markup", .inTurn)
struct HTMLTests {
    @Test("whatever is put into it is text, in content and in attributes")
    func escaped() {
        let hostile = "\"><script>alert('x')</script>&amp;"
        let html: HTML = "<p title=\"\(hostile)\">\(hostile)</p>"
        let safe = "&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;amp;"
        #expect(html.markup == "<p title=\"\(safe)\">\(safe)</p>")
    }

    @Test("markup put into markup stays markup")
    func nested() {
        let part: HTML = "<b>\("a<b")</b>"
        let html: HTML = "<p>\(part)\([part, part])\(7)</p>"
        let bold = "<b>a&lt;b</b>"
        #expect(html.markup == "<p>\(bold)\(bold)\(bold)7</p>")
    }

    @Test(
        "an address leads to the web or nowhere",
        arguments: [
            ("https://bank.example/a?b=1&c=2", "https://bank.example/a?b=1&amp;c=2"),
            ("javascript:alert(1)", "about:blank"), ("data:text/html,x", "about:blank"),
            ("//other.example", "about:blank"), ("HTTPS://bank.example", "HTTPS://bank.example"),
        ]
    )
    func address(_ address: String, _ expected: String) {
        let html: HTML = "<a href=\"\(web: address)\">"
        #expect(html.markup == "<a href=\"\(expected)\">")
    }
}
