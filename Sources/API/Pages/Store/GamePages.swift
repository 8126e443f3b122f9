import Foundation
import Money
import Postgres
import Preorder

/// The shelf and each game's page, where it is reserved or given (A1–A5, B1).
enum GamePages {
    static let all: [Route] = [
        .memberPage("/store") { visit, member in
            let after = try visit.cursor("after")?.instantAndID()
            let games = try await visit.call.store.pool.withConnection { connection in
                try await Catalog().list(
                    country: member.country,
                    language: visit.say.language.rawValue,
                    after: after.map { Catalog.Place(releaseAt: $0.instant, gameID: $0.id) },
                    limit: Pager.size,
                    on: connection
                )
            }
            let owned = try await ownedGames(visit, member)
            return shelf(games, owned, visit.say)
        },
        .memberPage("/store/games/{game_id}") { visit, member in
            try await GamePageView(visit, member).page
        },
        .memberForm("/store/games/{game_id}/reservation") { visit, member, submission in
            try await reserve(visit, member, submission, isGift: false)
        },
        .memberForm("/store/games/{game_id}/gift") { visit, member, submission in
            try await reserve(visit, member, submission, isGift: true)
        },
    ]

    /// Reserves, and sends the buyer on to what comes next; shows the page again when refused.
    private static func reserve(
        _ visit: Visit,
        _ member: MemberStanding,
        _ submission: Submission,
        isGift: Bool
    ) async throws -> Answer {
        let kept: KeptAnswer
        do {
            let request = try request(visit, member, submission, isGift: isGift)
            kept = try await visit.call.once(as: submission.key) { tx in
                let receipt = try Reserve()(request, in: tx)
                return KeptAnswer(status: 201, location: next(receipt), json: "null")
            }
        } catch let refusal as any ProblemConvertible {
            var view = try await GamePageView(visit, member)
            view.filled = submission
            return view.page(refusedFor: refusal.problem).answer(to: visit)
        }
        let path = kept.location ?? "/store/purchases"
        return .goOn(to: try await PaymentPages.authentication(at: path, visit, member) ?? path)
    }

    private static func next(_ receipt: ReserveReceipt) -> String {
        guard receipt.isComplete else { return PaymentPages.path(of: receipt.paymentID) }
        return receipt.giftID == nil ? "/store/purchases" : "/store/gifts"
    }

    private static func request(
        _ visit: Visit,
        _ member: MemberStanding,
        _ submission: Submission,
        isGift: Bool
    ) throws(Problem) -> ReserveRequest {
        var submission = submission
        let code = try submission.required("currency")
        guard let currency = Currency(code) else {
            throw .malformedParameter("currency", "must be an ISO 4217 currency")
        }
        let shown = try submission.required("shown")
        guard let shownMinor = Int64(shown) else {
            throw .malformedParameter("shown", "must be a whole number")
        }
        var request = ReserveRequest(
            memberID: member.memberID,
            gameID: try visit.call.id("game_id", or: .unknownGame),
            method: submission.text("method"),
            points: try submission.integer("points"),
            shown: Money(shownMinor, currency),
            traceparent: visit.call.trace.traceparent
        )
        if isGift {
            request.gift = GiftWish(
                recipientID: try submission.id("recipient"),
                message: submission.text("message")
            )
        }
        return request
    }

    /// The games that a member owns or has reserved.
    static func ownedGames(_ visit: Visit, _ member: MemberStanding) async throws -> Set<UUID> {
        let purchases = try await visit.call.rows(of: ReadPurchases(memberID: member.memberID))
        return Set(purchases.map(\.gameID))
    }

    private static func shelf(_ games: [CatalogEntry], _ owned: Set<UUID>, _ say: Words) -> Page {
        let cards = games.map { game -> HTML in
            """
            <a class="card game" href="\(path(of: game.gameID))">\(GameCover(game).html)
            <span class="about"><h2>\(game.title)</h2>
            <span class="price">\(PriceTag(game, say).html)</span>
            <span class="soft small">\(say("출시", "Out on")) \(say.day(game.releaseAt))</span>
            \(owned.contains(game.gameID) ? ownedBadge(say) : .nothing)</span></a>
            """
        }
        let none: HTML = """
            <p class="empty">\(say("지금 예약할 수 있는 게임이 없습니다.", "No game is open now."))</p>
            """
        var page = Page(
            say("출시 예정 게임", "Coming soon"),
            """
            <h1>\(say("출시 예정 게임", "Coming soon"))</h1>
            <div class="shelf">\(cards)</div>\(games.isEmpty ? none : .nothing)
            \(Pager("/store", "after", games.next { Cursor($0) }, say).html)
            """
        )
        page.section = "/store"
        return page
    }

    private static func ownedBadge(_ say: Words) -> HTML {
        "<span><span class=\"badge good\">\(say("예약함", "Reserved"))</span></span>"
    }

    static func path(of gameID: UUID) -> String {
        "/store/games/\(gameID.uuidString.lowercased())"
    }
}
