/// Points are about to expire.
public struct PointsExpiringMail: MailTemplate {
    /// `points_expiring`.
    public static let kind = "points_expiring"

    /// The template; it has no settings.
    public init() {}

    /// How many points expire, and when, a line an instant.
    public func render(
        _ facts: MailFacts,
        language: MailLanguage
    ) throws(MailError) -> MailContent {
        guard !facts.expiring.isEmpty else {
            throw .missingFact(kind: Self.kind, fact: "expiring")
        }
        let total = facts.expiring.reduce(0) { $0 + $1.points }
        let points = ReservationRows.points(total, language)
        var letter = MailLetter(
            language: language,
            subject: "",
            memberName: facts.memberName,
            paragraphs: [],
            rows: facts.expiring.map { expiring in
                let label = language == .korean ? "\(expiring.until)까지" : "Until \(expiring.until)"
                return MailLetter.Row(label, ReservationRows.points(expiring.points, language))
            }
        )
        switch language {
        case .korean:
            letter.subject = "곧 만료되는 포인트가 있습니다: \(points)"
            letter.paragraphs = ["사용하지 않으신 \(points)가 곧 만료됩니다. 아래 시각이 지나면 사용하실 수 없습니다."]
        case .english:
            letter.subject = "Points about to expire: \(points)"
            letter.paragraphs = [
                "You have \(points) about to expire. After the time below they can no longer be "
                    + "used."
            ]
        }
        return letter.content
    }
}
