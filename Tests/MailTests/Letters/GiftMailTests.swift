import Mail
import TestTurns
import Testing

@Suite("The mails about a gift", .inTurn)
struct GiftMailTests {
    private static let kinds = [
        "gift_offered", "gift_reminder", "gift_accepted", "gift_declined", "gift_expired",
        "gift_cancelled", "gift_closed", "gift_revoked",
    ]

    private func render(
        _ kind: String,
        _ language: MailLanguage,
        _ facts: MailFacts = SampleMail.facts()
    ) throws -> MailContent {
        try MailCatalog.standard.render(kind: kind, facts: facts, language: language)
    }

    @Test("the offer says from whom, with which words, and until when, in both languages")
    func offered() throws {
        let korean = try render("gift_offered", .korean)
        #expect(korean.subject == "선물이 도착했습니다: ‘별의 항해 <2>’")
        for part in [
            "김민지 님", "박서준 님께서 ‘별의 항해 <2>’ 게임을 선물하셨습니다", "메시지: 생일 축하해! <3",
            "수락 기한: 2027-01-15 21:00",
        ] {
            #expect(korean.text.contains(part), "\(part)")
        }
        #expect(korean.html.contains("생일 축하해! &lt;3"))
        let english = try render("gift_offered", .english)
        for part in ["박서준 has given you", "Message: 생일", "Accept until: 2027-01-15 21:00"] {
            #expect(english.text.contains(part), "\(part)")
        }
    }

    @Test(
        "a closed gift's sender reads by whom, what goes back and that it follows",
        arguments: ["gift_declined", "gift_expired", "gift_cancelled"]
    )
    func closed(kind: String) throws {
        let korean = try render(kind, .korean)
        for part in ["박서준 님께", "환불 예정 금액: 59,500원", "반환 예정 포인트: 1,200포인트", "환불은"] {
            #expect(korean.text.contains(part), "\(part) in \(korean.text)")
        }
        let english = try render(kind, .english)
        for part in ["박서준", "To be refunded: ", "Your refund goes back"] {
            #expect(english.text.contains(part), "\(part)")
        }
        #expect(!english.text.contains("생일"))
    }

    @Test("the sender's receipt says that it is a gift and can be taken back, and no refund period")
    func paid() throws {
        var facts = SampleMail.facts()
        facts.isGift = true
        let korean = try render("payment_completed", .korean, facts)
        #expect(korean.subject == "‘별의 항해 <2>’ 선물의 결제가 완료되었습니다")
        #expect(korean.text.contains("59,800원") && korean.text.contains("선물을 취소하실 수 있습니다"))
        let english = try render("payment_completed", .english, facts)
        #expect(english.subject == "Your gift of “별의 항해 <2>” is paid")
        #expect(english.text.contains("take the gift back until it is accepted"))
        #expect(!english.text.contains("days after") && !english.text.contains("for you"))
    }

    @Test("an acceptance promises no refund")
    func accepted() throws {
        let english = try render("gift_accepted", .english)
        #expect(english.text.contains("박서준 has accepted"))
        #expect(!english.text.contains("refund"))
    }

    @Test("a closed gift's recipient reads which it was, and nothing of the sender's money")
    func gone() throws {
        let korean = try render("gift_closed", .korean)
        #expect(korean.text.contains("박서준 님께서 선물하신 ‘별의 항해 <2>’ 게임은 취소되었거나"))
        let english = try render("gift_closed", .english)
        #expect(english.text.contains("from 박서준 was taken back, or the time"))
        for content in [korean, english] {
            #expect(!content.text.contains("59,500") && !content.text.contains("생일"))
        }
    }

    @Test("whoever was erased is not named", arguments: kinds)
    func erased(kind: String) throws {
        var facts = SampleMail.facts()
        facts.gift?.otherName = ""
        for language in MailLanguage.allCases {
            let content = try render(kind, language, facts)
            #expect(!content.text.contains("박서준") && !content.text.contains(" 님님"))
            #expect(!content.subject.isEmpty)
        }
    }

    @Test("a name or message with line ends adds no header and no line", arguments: kinds)
    func injection(kind: String) throws {
        var facts = SampleMail.facts()
        facts.gift?.otherName = "Eve\r\nBcc: all@x.example"
        facts.gift?.message = "hi\r\n\r\n--\r\nPay here\u{202E}: http://x.example"
        facts.gameTitle = "Aurora\r\nBcc: all@x.example"
        for language in MailLanguage.allCases {
            let content = try render(kind, language, facts)
            #expect(!content.subject.contains { $0.isNewline })
            #expect(!content.text.contains("\nBcc:") && !content.text.contains("\nPay here"))
            #expect(!content.text.contains("\u{202E}"))
        }
    }

    @Test("none is written without a gift", arguments: kinds)
    func missing(kind: String) throws {
        var facts = SampleMail.facts()
        facts.gift = nil
        #expect(throws: MailError.missingFact(kind: kind, fact: "gift")) {
            try render(kind, .english, facts)
        }
    }
}
