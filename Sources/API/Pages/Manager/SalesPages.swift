import Foundation
import Money
import Postgres
import Preorder

/// What a manager's country has sold, as the reports have it.
enum SalesPages {
    static let all: [Route] = [
        .managerPage("/manager") { visit, manager in
            try visit.call.noQuery()
            let desk = try await OfficeDesk(visit, manager)
            let range = DayRange(endingAt: desk.now, count: dayCount, zone: visit.say.zone)
            let days = try await visit.call.rows(
                of: DailySales(from: range.first, through: range.last, country: manager.country)
            )
            let rows = try await visit.call.rows(
                of: LookUpSales(
                    country: manager.country,
                    first: range.first,
                    last: range.last,
                    after: nil,
                    limit: rowsMax
                )
            )
            return page(manager, desk, SalesByDay(range, days), days, rows, visit.say)
        }
    ]

    private static let dayCount = 30

    /// Ten games' month.
    private static let rowsMax = 300

    private static func page(
        _ manager: Manager,
        _ desk: OfficeDesk,
        _ sales: SalesByDay,
        _ days: [DailySales.Row],
        _ rows: [ReportedSales],
        _ say: Words
    ) -> Page {
        var page = Page(
            say("판매 현황", "Sales"),
            """
            <h1>\(say("판매 현황 · \(manager.country)", "Sales, \(manager.country)"))</h1>
            <p class="soft">\(say(
                "최근 \(dayCount)일. 리포트 배치가 집계한 값입니다.",
                "The last \(dayCount) days, as the reports have them."
            ))</p>
            \(tiles(days, say))
            <div class="charts">\(sales.charts(say))</div>
            <h2>\(say("일별·게임별", "By day and game"))</h2>
            \(table(rows, desk, say))
            """
        )
        page.section = "/manager"
        return page
    }

    private static func tiles(_ days: [DailySales.Row], _ say: Words) -> HTML {
        let count = days.reduce(0) { $0 + $1.reservations }
        let money = Dictionary(grouping: days, by: \.charged.currency)
            .sorted { $0.key.code < $1.key.code }
            .map { currency, rows -> HTML in
                func sum(_ part: (DailySales.Row) -> Money) -> String {
                    say.amount(Money(rows.reduce(0) { $0 + part($1).amountMinor }, currency))
                }
                return """
                    <div class="card tile">\(say("결제", "Charged"))<b>\(sum(\.charged))</b>\
                    <small>\(say("할인", "Discounts")) \(sum(\.discount)) · \
                    \(say("포인트", "Points")) \(sum(\.points))</small></div>
                    <div class="card tile">\(say("환불", "Refunded"))<b>\(sum(\.refunded))</b></div>
                    """
            }
        return """
            <div class="tiles"><div class="card tile">\(say("예약", "Reservations"))\
            <b>\(say.number(Int64(count)))</b>\
            <small>\(say("그중 선물", "Gifts among them")) \
            \(say.number(Int64(days.reduce(0) { $0 + $1.gifts })))</small></div>\(money)</div>
            """
    }

    private static func table(
        _ rows: [ReportedSales],
        _ desk: OfficeDesk,
        _ say: Words
    ) -> HTML {
        Table(
            [
                say("날짜", "Day"), say("게임", "Game"), say("예약", "Reservations"),
                say("선물", "Gifts"), say("정가", "List price"), say("할인", "Discount"),
                say("포인트", "Points"), say("결제", "Charged"), say("환불", "Refunded"),
            ],
            numbers: Set(2...8),
            rows: rows.map { row in
                let money = [
                    row.grossMinor, row.discountMinor, row.pointsMinor, row.chargedMinor,
                    row.refundedMinor,
                ].map { minor -> HTML in
                    let currency = Currency(row.currency) ?? desk.currency
                    guard minor != 0 else { return "<span class=\"zero\">0</span>" }
                    return "\(say.amount(Money(minor, currency)))"
                }
                return [
                    "<span class=\"time\">\(row.day)</span>", "\(desk.title(of: row.gameID))",
                    "\(say.number(row.reservations))", "\(say.number(row.gifts))",
                ] + money
            },
            none: say("아직 판매가 없습니다.", "Nothing has been sold yet.")
        ).html
    }
}
