import HTTPTypes
import Preorder

/// Games, and what can be paid with (A1–A3).
enum GameRoutes {
    static let all: [Route] = [
        .member(.get, "/v1/games") { call, member in
            var query = try call.query()
            let limit = try query.limit()
            let after = try query.cursor()?.instantAndID()
            try query.end()
            let question = CatalogueQuestion.list(
                country: member.country,
                language: call.language(of: member),
                after: after.map { Catalog.Place(releaseAt: $0.instant, gameID: $0.id) },
                limit: limit
            )
            return try await call.answer(question)
        },
        .member(.get, "/v1/games/{game_id}", [.unknownGame]) { call, member in
            try call.noQuery()
            let gameID = try call.id("game_id", or: .unknownGame)
            return try await call.answer(
                .page(gameID, country: member.country, language: call.language(of: member))
            )
        },
        .member(.get, "/v1/payment-methods") { call, member in
            try call.noQuery()
            let methods = try await call.rows(
                of: ReadMethods(country: member.country, offeredOnly: true)
            )
            let items = methods.map { method -> JSON in
                ["method": .string(method.method), "gateway": .string(method.gateway)]
            }
            return Answer(.page(items, next: nil))
        },
    ]
}

extension Call {
    /// What pages are written in: the first language asked for, else the member's.
    func language(of member: MemberStanding) -> String {
        languages.tags.first ?? member.language
    }

    fileprivate func answer(_ question: CatalogueQuestion) async throws -> Answer {
        try await store.catalogue.value(question).answer(ifNoneMatch: headers[.ifNoneMatch])
    }
}
