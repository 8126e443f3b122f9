/// The kinds of mail that can be written.
public struct MailCatalog: Sendable {
    /// Every kind of this product: a new kind is one line here.
    public static let standard = MailCatalog([
        PaymentCompletedMail(),
        PaymentFailedMail(),
        ChargeReversedMail(),
        RefundCompletedMail(),
        RefundRefusedMail(),
        RefundStandsMail(),
        PointsExpiringMail(),
        GameReleasedMail(),
        GameMovedMail(),
        GameCancelledMail(),
        GiftRevokedMail(),
        GiftOfferedMail(),
        GiftReminderMail(),
        GiftAcceptedMail(),
        GiftDeclinedMail(),
        GiftExpiredMail(),
        GiftCancelledMail(),
        GiftClosedMail(),
    ])

    private var templates: [String: any MailTemplate] = [:]

    /// A catalog of these templates; of two with the same kind the later one counts.
    public init(_ templates: [any MailTemplate] = []) {
        for template in templates { register(template) }
    }

    /// The registered kinds in alphabetical order.
    public var kinds: [String] { templates.keys.sorted() }

    /// Adds a template, in place of one with the same kind: a shop may use its own words.
    public mutating func register(_ template: any MailTemplate) {
        templates[type(of: template).kind] = template
    }

    /// The mail of that kind.
    ///
    /// - Throws: `unknownKind`, or `missingFact` from the template; both are permanent.
    public func render(
        kind: String,
        facts: MailFacts,
        language: MailLanguage
    ) throws(MailError) -> MailContent {
        guard let template = templates[kind] else { throw .unknownKind(kind) }
        return try template.render(facts.neutralised, language: language)
    }
}
