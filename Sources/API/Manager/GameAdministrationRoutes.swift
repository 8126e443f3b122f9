import Foundation
import HTTPTypes
import Money
import Postgres
import Preorder

/// Games and their prices in a manager's country (A1, A2).
enum GameAdministrationRoutes {
    private static let path = "/v1/manager/games"

    /// A page of 20,000 characters in a few languages.
    private static let gameBody = 256 << 10

    static let all: [Route] = [
        .manager(.get, path) { call, _ in
            try call.noQuery()
            let games = try await call.rows(of: ReadAnnouncedGames())
            return Answer(.page(games.map(\.json), next: nil))
        },
        .manager(
            .post,
            path,
            [.gameRefused, .unknownManager, .otherCountry, .reasonUnreadable],
            bodyBytesMax: gameBody
        ) { call, manager in
            let (game, reason) = try game(of: call, manager)
            let add = AddGame(by: StaffAct(by: manager.staff, reason: reason))
            let answer = try await call.once { tx in
                let id = try add(game, in: tx)
                return KeptAnswer(.created, at: nil, ["game_id": .id(id)])
            }
            await call.store.catalogue.drop()
            return answer
        },
        .manager(
            .put,
            path + "/{game_id}/price",
            [.unknownGame, .gameRefused, .unknownManager, .otherCountry, .reasonUnreadable]
        ) { call, manager in
            let id = try call.id("game_id", or: .unknownGame)
            var fields = try call.fields()
            let price = try price(&fields, manager)
            let reason = try fields.string("reason")
            try fields.end()
            let set = SetGamePrice(by: StaffAct(by: manager.staff, reason: reason))
            try await call.store.pool.withConnection { connection in
                try await set(price, of: id, on: connection).get()
            }
            await call.store.catalogue.drop()
            return Answer(["game_id": .id(id), "list_price": .money(price.list)])
        },
    ]

    private static func game(
        of call: Call,
        _ manager: Manager
    ) throws(Problem) -> (NewGame, reason: String) {
        var fields = try call.fields()
        let releaseAt = try fields.instant("release_at")
        var images: [String] = []
        for item in try fields.array("images", max: 20) {
            guard case .string(let image) = item.json else {
                throw .malformed(item.at, "must be a string")
            }
            images.append(image)
        }
        var texts: [GameText] = []
        for item in try fields.array("texts", max: 20) {
            var text = try Fields(item.json, at: item.at)
            texts.append(
                GameText(
                    language: try text.string("language", characters: 2...2),
                    title: try text.string("title", characters: 1...200),
                    description: try text.string("description", characters: 0...20_000),
                    systemRequirements: try text.string(
                        "system_requirements",
                        characters: 0...20_000
                    )
                )
            )
            try text.end()
        }
        let price = try price(&fields, manager)
        let reason = try fields.string("reason")
        try fields.end()
        return (
            NewGame(releaseAt: releaseAt, images: images, texts: texts, prices: [price]), reason
        )
    }

    private static func price(
        _ fields: inout Fields,
        _ manager: Manager
    ) throws(Problem) -> GamePrice {
        GamePrice(
            country: manager.country,
            list: try fields.money("list_price"),
            salesFrom: try fields.instant("sales_from"),
            salesUntil: try fields.instant("sales_until")
        )
    }
}

extension AnnouncedGame {
    fileprivate var json: JSON {
        [
            "game_id": .id(gameID), "title": .string(title), "status": .string(status),
            "release_at": .instant(releaseAt),
            "countries": .array(countries.map(JSON.string)),
        ]
    }
}
