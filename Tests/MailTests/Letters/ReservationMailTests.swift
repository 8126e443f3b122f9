import Mail
import TestTurns
import Testing

@Suite("Mails about a reservation", .inTurn)
struct ReservationMailTests {
    @Test("a completed payment tells game, amounts, points and the refund period in Korean")
    func completedKorean() throws {
        let mail = try render("payment_completed", .korean)
        #expect(mail.subject == "‘별의 항해 <2>’ 예약이 완료되었습니다")
        for part in [
            "김민지 님", "59,800원", "1,200포인트", "598포인트", "출시 후 7일까지", "R-1001", "O-2002",
            "2027년 1월 15일",
        ] {
            #expect(mail.text.contains(part))
            #expect(mail.html.contains(part))
        }
    }

    @Test("a completed payment reads the same in English")
    func completedEnglish() throws {
        let mail = try render("payment_completed", .english)
        #expect(mail.text.contains("Amount paid: ₩59,800"))
        #expect(mail.text.contains("Points used: 1,200 points"))
        #expect(mail.text.contains("until 7 days after the release"))
    }

    @Test("points that were not used or earned are not mentioned")
    func noPoints() throws {
        var facts = SampleMail.facts()
        facts.pointsUsed = 0
        facts.pointsEarned = 0
        for kind in ["payment_completed", "payment_failed"] {
            let mail = try MailCatalog.standard.render(kind: kind, facts: facts, language: .english)
            #expect(!mail.text.contains("oint"))
        }
    }

    @Test("a failed payment tells why, the withdrawal and the returned points")
    func failed() throws {
        let korean = try render("payment_failed", .korean).text
        #expect(korean.contains("잔액이 부족합니다"))
        #expect(korean.contains("예약이 취소되었습니다"))
        #expect(korean.contains("1,200포인트는 모두 돌려드립니다"))
        let english = try render("payment_failed", .english).text
        #expect(english.contains("not enough funds"))
        #expect(english.contains("reservation has been withdrawn"))
        #expect(english.contains("1,200 points you used are returned"))
    }

    @Test("a completed refund tells what went back and why it is less, in both languages")
    func refunded() throws {
        let korean = try render("refund_completed", .korean).text
        for part in ["59,500원", "1,200포인트", "298포인트", "300포인트", "공제되었습니다"] {
            #expect(korean.contains(part))
        }
        let english = try render("refund_completed", .english).text
        for part in [
            "Amount refunded: ₩59,500", "Points returned: 1,200 points",
            "Points taken back: 298 points", "Points deducted: 300 points", "already spent",
        ] {
            #expect(english.contains(part))
        }
    }

    @Test("a refused refund says that nobody need do anything, a denied one that all stays")
    func refundRefused() throws {
        #expect(try render("refund_refused", .korean).subject.contains("지연되고 있습니다"))
        #expect(try render("refund_refused", .english).text.contains("nothing you need to do"))
        #expect(try render("refund_stands", .korean).text.contains("298포인트는 다시"))
        #expect(try render("refund_stands", .english).text.contains("stays as it was"))
    }

    @Test("every reason has its own sentence in each language", arguments: MailLanguage.allCases)
    func reasons(language: MailLanguage) {
        let sentences = Set(FailureReason.allCases.map { $0.sentence(in: language) })
        #expect(sentences.count == FailureReason.allCases.count)
    }

    @Test("a reason code that is new or missing reads generically")
    func unknownReason() {
        #expect(FailureReason(code: "eaten_by_dog") == .unknown)
        #expect(FailureReason(code: nil) == .unknown)
        #expect(FailureReason(code: "expired_card") == .expiredCard)
    }

    @Test("a reversed charge tells that the whole amount was given back")
    func reversed() throws {
        #expect(try render("charge_reversed", .korean).text.contains("59,800원 전액"))
        #expect(try render("charge_reversed", .english).text.contains("full amount of ₩59,800"))
    }

    @Test("markup in names and titles is shown, not obeyed")
    func escaping() throws {
        var facts = SampleMail.facts()
        facts.memberName = "<script>alert('x')</script>\"&"
        let html = try MailCatalog.standard.render(
            kind: "payment_completed",
            facts: facts,
            language: .english
        ).html
        #expect(!html.contains("<script"))
        #expect(html.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot;&amp;"))
        #expect(html.contains("별의 항해 &lt;2&gt;"))
    }

    @Test("a mail loads nothing from elsewhere", arguments: MailCatalog.standard.kinds)
    func selfContained(kind: String) throws {
        let html = try render(kind, .korean).html
        for trace in ["http:", "https:", "src=", "url(", "<link", "<script"] {
            #expect(!html.contains(trace))
        }
    }

    @Test("a name with line ends, controls or direction marks becomes one harmless line")
    func neutralised() throws {
        var facts = SampleMail.facts()
        facts.memberName = "Eve\r\nBcc: all@x.example\u{0}\u{1B}[31m\u{202E}evil"
        let mail = try MailCatalog.standard.render(
            kind: "payment_completed",
            facts: facts,
            language: .english
        )
        #expect(mail.text.hasPrefix("Hello Eve Bcc: all@x.example[31mevil,\n"))
    }

    @Test("an overlong name is cut short, also when it is long in combining marks")
    func overlong() {
        let cut = MailText.singleLine(String(repeating: "a", count: 5000))
        #expect(cut.count == MailText.factCharactersMax)
        #expect(cut.hasSuffix("…"))
        let marks = MailText.singleLine("a" + String(repeating: "\u{301}", count: 50_000))
        #expect(marks.unicodeScalars.count < 1000)
    }

    private func render(_ kind: String, _ language: MailLanguage) throws -> MailContent {
        try MailCatalog.standard.render(kind: kind, facts: SampleMail.facts(), language: language)
    }
}
