import Foundation
import Testing

extension Shop {
    /// What a manager sends to announce a game that is sold for so many won.
    static func newGame(_ won: Int = 1_000) -> String {
        """
        {"release_at": "2027-02-01T00:00:00Z", "images": [], \
        "texts": [{"language": "ko", "title": "새 게임", "description": "", \
        "system_requirements": ""}], \(price(won))}
        """
    }

    /// The members of that which are a price's.
    static func price(_ won: Int = 1_000) -> String {
        """
        "list_price": {"amount_minor": \(won), "currency": "KRW"}, "reason": "new", \
        "sales_from": "2026-11-01T00:00:00Z", "sales_until": "2027-02-01T00:00:00Z"
        """
    }

    /// Announces a game; its id.
    func announce(_ won: Int = 1_000) async throws -> UUID {
        let manager = try await tokens.manager(ids.manager)
        let reply = try await post("/v1/manager/games", as: manager, Self.newGame(won))
        return try #require(reply["game_id"].flatMap(UUID.init(uuidString:)), "\(reply.text)")
    }
}
