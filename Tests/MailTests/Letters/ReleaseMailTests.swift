import Mail
import TestTurns
import Testing

@Suite("The mails about a release", .inTurn)
struct ReleaseMailTests {
    private func render(
        _ kind: String,
        _ language: MailLanguage,
        _ facts: MailFacts = SampleMail.facts()
    ) throws -> MailContent {
        try MailCatalog.standard.render(kind: kind, facts: facts, language: language)
    }

    @Test("say that the game is out, and to whoever paid until when it can be given back")
    func released() throws {
        let korean = try render("game_released", .korean)
        #expect(korean.subject == "‘별의 항해 <2>’ 게임이 출시되었습니다")
        #expect(korean.text.contains("출시 후 7일 동안 환불을 요청하실 수 있습니다"))
        #expect(korean.html.contains("별의 항해 &lt;2&gt;"))
        let english = try render("game_released", .english)
        #expect(english.subject == "“별의 항해 <2>” is out")
        #expect(english.text.contains("within 7 days of the release"))
        var given = SampleMail.facts()
        given.refundDays = 0
        for language in MailLanguage.allCases {
            let text = try render("game_released", language, given).text
            #expect(!text.contains("환불") && !text.contains("refund"))
        }
    }

    @Test("say when a moved game comes out now, and are not written without that")
    func moved() throws {
        let korean = try render("game_moved", .korean)
        #expect(korean.subject == "‘별의 항해 <2>’ 출시일이 변경되었습니다")
        #expect(korean.text.contains("2027년 1월 15일"))
        let english = try render("game_moved", .english)
        #expect(english.text.contains("now comes out on 2027년 1월 15일"))
        var timeless = SampleMail.facts()
        timeless.releaseAt = nil
        #expect(throws: MailError.missingFact(kind: "game_moved", fact: "releaseAt")) {
            try render("game_moved", .english, timeless)
        }
    }

    @Test("say what comes back for a cancelled game, or that an open payment is not kept")
    func cancelled() throws {
        let korean = try render("game_cancelled", .korean)
        #expect(korean.subject == "‘별의 항해 <2>’ 출시가 취소되었습니다")
        for part in ["환불 예정 금액: 59,500원", "반환 예정 포인트: 1,200포인트"] {
            #expect(korean.text.contains(part), "\(part)")
        }
        #expect(try render("game_cancelled", .english).text.contains("Points to be returned"))
        var open = SampleMail.facts()
        open.refund = nil
        #expect(try render("game_cancelled", .korean, open).text.contains("승인되더라도 전액 취소"))
        let english = try render("game_cancelled", .english, open).text
        #expect(english.contains("Should your payment still go through, it is returned in full"))
    }

    @Test("do not ask anybody to reserve a cancelled game again")
    func failed() throws {
        var facts = SampleMail.facts()
        facts.reasonCode = "game_cancelled"
        #expect(try !render("payment_failed", .korean, facts).text.contains("다시 예약"))
        #expect(try !render("payment_failed", .english, facts).text.contains("reserve again"))
    }

    @Test("say to whom a game was given that the gift has ended, and from whom it was")
    func revoked() throws {
        let korean = try render("gift_revoked", .korean)
        #expect(korean.text.contains("박서준 님의 선물도 취소되었습니다"))
        let english = try render("gift_revoked", .english)
        #expect(english.text.contains("the gift from 박서준 has ended"))
    }
}
