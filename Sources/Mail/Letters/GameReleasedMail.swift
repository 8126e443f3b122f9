/// A game that the member has reserved, or was given, is out.
public struct GameReleasedMail: MailTemplate {
    /// `game_released`.
    public static let kind = "game_released"

    /// The template; it has no settings.
    public init() {}

    /// That it is out, and to whoever paid until when it can be given back.
    public func render(
        _ facts: MailFacts,
        language: MailLanguage
    ) throws(MailError) -> MailContent {
        let game = try gameTitle(facts)
        let rows = ReservationRows(facts: facts, language: language)
        var letter = MailLetter(
            language: language,
            subject: "",
            memberName: facts.memberName,
            paragraphs: [],
            rows: rows.game + rows.releaseAt + rows.ids
        )
        let days = facts.refundDays
        switch language {
        case .korean:
            letter.subject = "‘\(game)’ 게임이 출시되었습니다"
            letter.paragraphs = ["기다리시던 ‘\(game)’ 게임이 출시되어 이제 이용하실 수 있습니다."]
            letter.notes = days > 0 ? ["출시 후 \(days)일 동안 환불을 요청하실 수 있습니다."] : []
        case .english:
            letter.subject = "“\(game)” is out"
            letter.paragraphs = ["The wait is over: “\(game)” is out and yours to play."]
            letter.notes =
                days > 0
                ? [
                    "You can ask for a refund within \(days) \(days == 1 ? "day" : "days") of the "
                        + "release."
                ] : []
        }
        return letter.content
    }
}
