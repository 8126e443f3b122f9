import Mail
import Money
import TestTurns
import Testing

@Suite("Mail catalog", .inTurn)
struct MailCatalogTests {
    @Test("the standard catalog has the kinds of a payment, a refund, points, a gift and a release")
    func standardKinds() {
        let kinds = MailCatalog.standard.kinds
        #expect(
            kinds == [
                "charge_reversed", "game_cancelled", "game_moved", "game_released",
                "gift_accepted", "gift_cancelled", "gift_closed", "gift_declined",
                "gift_expired", "gift_offered", "gift_reminder", "gift_revoked",
                "payment_completed", "payment_failed", "points_expiring", "refund_completed",
                "refund_refused", "refund_stands",
            ]
        )
    }

    @Test("a new kind is one type and one registration")
    func extending() throws {
        var catalog = MailCatalog.standard
        catalog.register(WishListMail())
        let facts = MailFacts(
            memberName: "Kim",
            gameTitle: "Aurora",
            other: ["sender": "Lee <b>"]
        )
        let content = try catalog.render(kind: "wish_listed", facts: facts, language: .english)
        #expect(content.text.contains("Lee <b> wishes Aurora"))
        #expect(content.html.contains("Lee &lt;b&gt; wishes Aurora"))
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

struct WishListMail: MailTemplate {
    static let kind = "wish_listed"

    func render(_ facts: MailFacts, language: MailLanguage) throws(MailError) -> MailContent {
        let sentence = "\(facts.other["sender"] ?? "") wishes \(try gameTitle(facts))"
        return MailLetter(
            language: language,
            subject: "A wish",
            memberName: facts.memberName,
            paragraphs: [sentence]
        ).content
    }
}
