import Foundation
import Money
import Postgres
import Preorder

/// The discounts of an office, with the forms that register and end them.
struct DiscountsView: Sendable {
    private let visit: Visit
    private let desk: OfficeDesk
    private let discounts: [RegisteredDiscount]

    private var say: Words { visit.say }

    /// So many of those that are over.
    private static let overMax = 50

    init(_ visit: Visit, _ manager: Manager) async throws {
        self.visit = visit
        desk = try await OfficeDesk(visit, manager)
        discounts = try await visit.call.rows(of: ReadDiscounts(country: manager.country))
    }

    /// The page; with why something was refused.
    func page(after refused: (form: RefusedForm, typed: TypedDiscount?)?) -> Page {
        let over = discounts.filter(isOver).prefix(Self.overMax)
        var page = Page(
            say("할인", "Discounts"),
            """
            <h1>\(say("할인", "Discounts"))</h1>
            \(refused.map(\.form.notice) ?? .nothing)
            <div class="split wide"><div>
            <h2 class="first">\(say("진행 중·예정", "Now and to come"))</h2>
            \(table(discounts.filter { !isOver($0) }, canEnd: true))
            <h2>\(say("끝난 할인", "Over"))</h2>
            \(table(Array(over), canEnd: false))
            </div>
            <aside>\(form(refused?.typed ?? TypedDiscount(from: desk.now, zone: say.zone)))</aside>
            </div>
            """
        )
        page.section = DiscountPages.path
        return page
    }

    private func isOver(_ discount: RegisteredDiscount) -> Bool {
        discount.endedAt != nil || discount.until.map { $0 <= desk.now } ?? true
    }

    private func table(_ discounts: [RegisteredDiscount], canEnd: Bool) -> HTML {
        let names = [
            say("게임", "Game"), say("할인", "Discount"), say("기간", "Period"),
            say("사유", "Reason"),
        ]
        return Table(
            names + [canEnd ? say("종료", "End it") : say("종료됨", "Ended")],
            rows: discounts.map { row($0) + [canEnd ? endForm($0) : ended($0)] },
            none: say("해당하는 할인이 없습니다.", "There is none.")
        ).html
    }

    private func row(_ discount: RegisteredDiscount) -> [HTML] {
        let soon = discount.from.map { $0 > desk.now } ?? false
        let badge: HTML = soon ? " <span class=\"badge\">\(say("예정", "To come"))</span>" : .nothing
        return [
            "<b>\(desk.title(of: discount.gameID))</b>\(badge)", "\(amount(discount))",
            "\(period(discount))",
            """
            \(discount.reason)<br><span class="soft small">\(desk.person(discount.registeredBy)), \
            <span class="time">\(say.day(discount.registeredAt))</span></span>
            """,
        ]
    }

    private func amount(_ discount: RegisteredDiscount) -> String {
        switch discount.policy {
        case "percent":
            let (whole, rest) = discount.amount.quotientAndRemainder(dividingBy: 100)
            guard rest > 0 else { return "\(whole)%" }
            let digits =
                rest.isMultiple(of: 10) ? "\(rest / 10)" : rest < 10 ? "0\(rest)" : "\(rest)"
            return "\(whole).\(digits)%"
        case "amount": return say.amount(Money(discount.amount, desk.currency))
        default: return "\(discount.policy) \(discount.amount)"
        }
    }

    private func period(_ discount: RegisteredDiscount) -> HTML {
        guard let from = discount.from, let until = discount.until else {
            return "\(say("시작 전에 종료됨", "Ended before it began"))"
        }
        return """
            <span class="time">\(say.minute(from)) –</span><br>\
            <span class="time">\(say.minute(until))</span>
            """
    }

    private func ended(_ discount: RegisteredDiscount) -> HTML {
        guard let by = discount.endedBy, let at = discount.endedAt else {
            return "\(say("기간 만료", "Ran its course"))"
        }
        return "\(desk.person(by)), \(say.minute(at)): \(discount.endedReason ?? "")"
    }

    private func endForm(_ discount: RegisteredDiscount) -> HTML {
        let id = discount.discountID.uuidString.lowercased()
        let title = desk.title(of: discount.gameID)
        return visit.form(
            "\(DiscountPages.path)/\(id)/end",
            style: .inline,
            """
            <input name="reason" required maxlength="2000" autocomplete="off" \
            placeholder="\(say("사유", "Reason"))" \
            aria-label="\(say("\(title) 할인 종료 사유", "Reason, \(title)"))">\
            <button class="danger">\(say("종료", "End"))</button>
            """
        )
    }

    private func form(_ typed: TypedDiscount) -> HTML {
        let games = desk.games.filter { $0.status == "announced" }.map { game -> HTML in
            let id = game.gameID.uuidString.lowercased()
            let chosen: HTML = id == typed.gameID ? " selected" : .nothing
            return "<option value=\"\(id)\"\(chosen)>\(game.title)</option>"
        }
        let zone = say.zone.identifier
        let form = visit.form(
            DiscountPages.path,
            """
            <label>\(say("게임", "Game"))<select name="game" required>\(games)</select></label>
            <fieldset><legend>\(say("방식", "Kind"))</legend>\
            \(choice("percent", say("정률 (%)", "Percent"), typed))\
            \(choice("amount", say("정액 (\(desk.currency.code))", "Amount, \(desk.currency.code)"), typed))\
            </fieldset>
            <label>\(say("할인", "How much"))<input name="amount" required inputmode="decimal" \
            autocomplete="off" pattern="[0-9]+([.][0-9]+)?" value="\(typed.amount)"></label>
            <label>\(say("시작", "From"))\
            <input type="datetime-local" name="from" required value="\(typed.from)"></label>
            <label>\(say("종료", "Until"))\
            <input type="datetime-local" name="until" required value="\(typed.until)">\
            <span class="hint">\(say("\(zone) 시각", "Time of \(zone)"))</span></label>
            \(ReasonField(say, typed: typed.reason).html)
            <button>\(say("할인 등록", "Register the discount"))</button>
            """
        )
        return """
            <section class="card" id="register"><h2>\(say("할인 등록", "Register a discount"))</h2>
            \(form)</section>
            """
    }

    private func choice(_ policy: String, _ name: String, _ typed: TypedDiscount) -> HTML {
        """
        <label class="choice"><input type="radio" name="policy" value="\(policy)"\
        \(typed.policy == policy ? " checked" : .nothing)>\(name)</label>
        """
    }
}
