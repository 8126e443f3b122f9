/// The release of a game that the member has reserved was moved.
public struct GameMovedMail: MailTemplate {
    /// `game_moved`.
    public static let kind = "game_moved"

    /// The template; it has no settings.
    public init() {}

    /// When it comes out now; a mail about a move that does not say when is refused.
    public func render(
        _ facts: MailFacts,
        language: MailLanguage
    ) throws(MailError) -> MailContent {
        let game = try gameTitle(facts)
        guard let releaseAt = facts.releaseAt, !releaseAt.isEmpty else {
            throw .missingFact(kind: Self.kind, fact: "releaseAt")
        }
        let rows = ReservationRows(facts: facts, language: language)
        var letter = MailLetter(
            language: language,
            subject: "",
            memberName: facts.memberName,
            paragraphs: [],
            rows: rows.game + rows.releaseAt + rows.ids
        )
        switch language {
        case .korean:
            letter.subject = "‘\(game)’ 출시일이 변경되었습니다"
            letter.paragraphs = [
                "‘\(game)’ 게임의 출시 일시가 \(releaseAt)(으)로 변경되었습니다.",
                "예약은 그대로 유지되며, 따로 하실 일은 없습니다.",
            ]
        case .english:
            letter.subject = "The release of “\(game)” has moved"
            letter.paragraphs = [
                "“\(game)” now comes out on \(releaseAt).",
                "Your reservation stays as it is; there is nothing you need to do.",
            ]
        }
        return letter.content
    }
}
