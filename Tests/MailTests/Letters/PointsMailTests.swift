import Mail
import TestTurns
import Testing

@Suite("The mail about points that expire", .inTurn)
struct PointsMailTests {
    private func render(_ facts: MailFacts, _ language: MailLanguage) throws -> MailContent {
        try MailCatalog.standard.render(kind: "points_expiring", facts: facts, language: language)
    }

    @Test("tells how many, and until when, in both languages")
    func both() throws {
        let korean = try render(SampleMail.facts(), .korean)
        #expect(korean.subject == "곧 만료되는 포인트가 있습니다: 1,234포인트")
        for part in [
            "김민지 님", "1,234포인트가 곧 만료됩니다", "2027-01-15 21:00까지: 1,200포인트",
            "2027-01-20 09:30까지: 34포인트",
        ] {
            #expect(korean.text.contains(part))
        }
        #expect(korean.html.contains("1,200포인트"))
        let english = try render(SampleMail.facts(), .english)
        #expect(english.subject == "Points about to expire: 1,234 points")
        for part in ["1,234 points about to expire", "Until 2027-01-15 21:00: 1,200 points"] {
            #expect(english.text.contains(part))
        }
    }

    @Test("is not written without points")
    func none() {
        let facts = MailFacts(memberName: "Kim", gameTitle: "")
        #expect(throws: MailError.missingFact(kind: "points_expiring", fact: "expiring")) {
            try render(facts, .english)
        }
    }
}
