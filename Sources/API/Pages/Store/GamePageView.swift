import Foundation
import Money
import Postgres
import Preorder

/// A game's page with its forms, as its visitor may use them now.
struct GamePageView: Sendable {
    private let visit: Visit
    private let member: MemberStanding
    private let game: GamePage
    private let methods: [PaymentMethod]
    private let points: Int64
    private let isOwned: Bool

    /// What the visitor had filled in when it was refused.
    var filled: Submission?

    private var say: Words { visit.say }
    private var entry: CatalogEntry { game.entry }

    /// Reads the game and what the member may pay it with.
    ///
    /// - Throws: `unknown_game`; `PostgresError`.
    init(_ visit: Visit, _ member: MemberStanding) async throws {
        let gameID = try visit.call.id("game_id", or: .unknownGame)
        let found = try await visit.call.store.pool.withConnection { connection in
            try await Catalog().page(
                of: gameID,
                country: member.country,
                language: visit.say.language.rawValue,
                on: connection
            )
        }
        guard let found else { throw Problem(.unknownGame) }
        game = found
        methods = try await visit.call.rows(
            of: ReadMethods(country: member.country, offeredOnly: true)
        )
        let balance = try await visit.call.row(of: ReadPointBalance(memberID: member.memberID))
        points = balance?.available ?? 0
        isOwned = try await GamePages.ownedGames(visit, member).contains(gameID)
        self.visit = visit
        self.member = member
    }

    /// The page with why a form was refused.
    func page(refusedFor problem: Problem) -> Page {
        var page = page(under: RefusalNotice(problem, say).html)
        page.status = problem.kind.status
        return page
    }

    var page: Page { page(under: .nothing) }

    private func page(under notice: HTML) -> Page {
        var page = Page(
            entry.title,
            """
            \(notice)
            <div class="split">
            <article class="stack">
            \(GameCover(entry).html)
            <h1>\(entry.title)</h1>
            <p class="prose">\(game.description)</p>
            <h2>\(say("시스템 요구 사항", "System requirements"))</h2>
            <p class="prose soft">\(game.systemRequirements)</p>
            </article>
            <aside class="stack">\(offer)</aside>
            </div>
            """
        )
        page.section = "/store"
        page.leadsTo = visit.authentication?.origin
        return page
    }

    private var offer: HTML {
        """
        <section class="card">
        <p class="total price">\(PriceTag(entry, say).html)</p>
        <dl class="facts"><dt>\(say("출시일", "Release"))</dt><dd>\(say.day(entry.releaseAt))</dd>\
        \(discountPeriod)</dl>
        \(reserveForm)
        </section>
        \(giftForm)
        """
    }

    private var discountPeriod: HTML {
        guard let until = entry.discount?.until else { return .nothing }
        return "<dt>\(say("할인 종료", "Discount until"))</dt><dd>\(say.minute(until))</dd>"
    }

    private var reserveForm: HTML {
        guard entry.isOpen else {
            return "<p>\(say("지금은 예약할 수 없습니다.", "It cannot be reserved now."))</p>"
        }
        guard !isOwned else {
            return """
                <p><span class="badge good">\(say("예약함", "Reserved"))</span></p>
                <p><a class="button quiet" href="/store/purchases">\
                \(say("구매 목록 보기", "Show my purchases"))</a></p>
                """
        }
        return visit.form(
            "\(GamePages.path(of: entry.gameID))/reservation",
            """
            \(payment)<button>\(say("예약하고 결제하기", "Reserve and pay"))</button>
            """
        )
    }

    private var giftForm: HTML {
        guard entry.isOpen else { return .nothing }
        let form = visit.form(
            "\(GamePages.path(of: entry.gameID))/gift",
            """
            \(recipient)
            <label>\(say("메시지 (선택)", "Message (optional)"))\
            <textarea name="message" rows="3" maxlength="500">\(typed("message") ?? "")</textarea></label>
            \(payment)<button>\(say("선물하고 결제하기", "Give and pay"))</button>
            """
        )
        return """
            <section class="card"><details\(typed("recipient") == nil ? .nothing : " open")><summary>\(say("선물하기", "Give it to somebody"))\
            </summary>\(form)</details></section>
            """
    }

    /// The recipient's number; in development, the people there are to choose from.
    private var recipient: HTML {
        let others = visit.settings.recipients.filter { $0.memberID != member.memberID }
        guard !others.isEmpty else {
            return """
                <label>\(say("받는 회원의 회원 번호", "The recipient's member number"))\
                <input name="recipient" required autocomplete="off" \
                pattern="[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"></label>
                """
        }
        let options = others.map { other -> HTML in
            """
            <option value="\(other.memberID.uuidString.lowercased())">\(other.name)</option>
            """
        }
        return """
            <label>\(say("받는 회원", "Recipient"))<select name="recipient">\(options)</select></label>
            """
    }

    /// The amount that is shown, points and method; the amount comes back, so that nobody pays
    /// another one than they saw (A4a).
    private var payment: HTML {
        """
        <input type="hidden" name="shown" value="\(entry.price.payable.amountMinor)">\
        <input type="hidden" name="currency" value="\(entry.price.payable.currency.code)">
        \(pointsField)
        <fieldset><legend>\(say("결제 수단", "Payment method"))</legend>\(methodChoices)</fieldset>
        """
    }

    private var pointsField: HTML {
        guard points > 0 else { return .nothing }
        return """
            <label>\(say("사용할 포인트", "Points to use"))\
            <input name="points" type="number" min="0" max="\(points)" step="1" \
            value="\(typed("points") ?? "0")">\
            <span class="hint">\(say("보유", "You have")) \(say.points(points))</span></label>
            """
    }

    private func typed(_ name: String) -> String? {
        var filled = filled
        return filled?.text(name)
    }

    private var methodChoices: HTML {
        let chosen = typed("method") ?? methods.first?.method
        let choices = methods.map { method -> HTML in
            """
            <label class="choice"><input type="radio" name="method" value="\(method.method)"\
            \(method.method == chosen ? " checked" : .nothing)>\(MethodName(method.method, say).text)</label>
            """
        }
        guard points > 0 else { return "\(choices)" }
        return """
            \(choices)<label class="choice"><input type="radio" name="method" value="">\
            \(say("포인트로 전액 결제", "Points pay for all of it"))</label>
            """
    }
}
