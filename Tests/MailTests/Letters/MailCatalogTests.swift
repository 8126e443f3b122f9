import Mail
import Money
import TestTurns
import Testing

@Suite("Mail catalog", .inTurn)
struct MailCatalogTests {
    @Test("the standard catalog has the kinds of a payment, of a refund and of points")
    func standardKinds() {
        let kinds = MailCatalog.standard.kinds
        #expect(
            kinds == [
                "charge_reversed", "payment_completed", "payment_failed", "points_expiring",
                "refund_completed", "refund_refused", "refund_stands",
            ]
        )
    }

    @Test("a new kind is one type and one registration")
    func extending() throws {
        var catalog = MailCatalog.standard
        catalog.register(GiftOfferedMail())
        let facts = MailFacts(
            memberName: "Kim",
            gameTitle: "Aurora",
            other: ["sender": "Lee <b>"]
        )
        let content = try catalog.render(kind: "gift_offered", facts: facts, language: .english)
        #expect(content.text.contains("Lee <b> gives you Aurora"))
        #expect(content.html.contains("Lee &lt;b&gt; gives you Aurora"))
        #expect(catalog.kinds.count == MailCatalog.standard.kinds.count + 1)
    }

    @Test("an unknown kind is an error that names it")
    func unknownKind() {
        #expect(throws: MailError.unknownKind("birthday")) {
            try MailCatalog.standard.render(
                kind: "birthday",
                facts: SampleMail.facts(),
                language: .korean
            )
        }
    }

    @Test(
        "a mail about a reservation without the game's title is refused",
        arguments: MailCatalog.standard.kinds.filter { $0 != "points_expiring" }
    )
    func missingTitle(kind: String) {
        #expect(throws: MailError.missingFact(kind: kind, fact: "gameTitle")) {
            var facts = SampleMail.facts()
            facts.gameTitle = "\u{202E}\u{0}"
            _ = try MailCatalog.standard.render(kind: kind, facts: facts, language: .korean)
        }
    }

    @Test("a mail about returned money without an amount is refused")
    func missingAmount() {
        #expect(throws: MailError.missingFact(kind: "charge_reversed", fact: "amount")) {
            var facts = SampleMail.facts()
            facts.amount = nil
            _ = try MailCatalog.standard.render(
                kind: "charge_reversed",
                facts: facts,
                language: .english
            )
        }
    }

    @Test(
        "language tags read as Korean or, for all others, English",
        arguments: [
            ("ko", MailLanguage.korean), ("ko-KR", .korean), ("KO_kr", .korean),
            ("en-GB", .english), ("ja", .english), ("kok", .english), ("", .english),
        ]
    )
    func languages(tag: String, language: MailLanguage) {
        #expect(MailLanguage(tag: tag) == language)
    }
}

struct GiftOfferedMail: MailTemplate {
    static let kind = "gift_offered"

    func render(_ facts: MailFacts, language: MailLanguage) throws(MailError) -> MailContent {
        let sentence = "\(facts.other["sender"] ?? "") gives you \(try gameTitle(facts))"
        return MailLetter(
            language: language,
            subject: "A gift",
            memberName: facts.memberName,
            paragraphs: [sentence]
        ).content
    }
}
