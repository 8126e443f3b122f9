import Money
import Preorder

/// Sales of days in a row: reservations of all, and money by currency.
struct SalesByDay: Sendable {
    private let days: [String]
    private let reservations: [Int64]
    private let gifts: [Int64]
    private let money: [(currency: Currency, charged: [Int64], refunded: [Int64])]

    /// The sales of `range`; days without any are 0.
    init(_ range: DayRange, _ rows: [DailySales.Row]) {
        let days = range.days
        func sums(_ rows: [DailySales.Row], _ value: (DailySales.Row) -> Int64) -> [Int64] {
            let byDay = Dictionary(grouping: rows, by: \.day)
            return days.map { day in (byDay[day] ?? []).reduce(0) { $0 + value($1) } }
        }
        let currencies = Dictionary(grouping: rows, by: \.charged.currency)
            .sorted { $0.key.code < $1.key.code }
        self.days = days
        reservations = sums(rows) { Int64($0.reservations) }
        gifts = sums(rows) { Int64($0.gifts) }
        money = currencies.map { currency, rows in
            (
                currency, sums(rows, \.charged.amountMinor), sums(rows, \.refunded.amountMinor)
            )
        }
    }

    /// A chart of reservations, and one for each currency.
    func charts(_ say: Words) -> [HTML] {
        let axis = days.map { String($0.suffix(5)) }
        let counts = BarChart(
            say("예약 (일별)", "Reservations by day"),
            axis: axis,
            series: [
                .init(name: say("예약", "Reservations"), values: reservations),
                .init(name: say("그중 선물", "Gifts among them"), values: gifts),
            ],
            say: say,
            text: { say.number($0) }
        )
        return [counts.html] + money.map { chart($0.currency, $0.charged, $0.refunded, axis, say) }
    }

    private func chart(
        _ currency: Currency,
        _ charged: [Int64],
        _ refunded: [Int64],
        _ axis: [String],
        _ say: Words
    ) -> HTML {
        let whole = (0..<currency.exponent).reduce(Int64(1)) { unit, _ in unit * 10 }
        return BarChart(
            say("\(currency.code) 결제와 환불 (일별)", "\(currency.code) charged and refunded by day"),
            axis: axis,
            series: [
                .init(name: say("결제", "Charged"), values: charged),
                .init(name: say("환불", "Refunded"), values: refunded),
            ],
            unit: whole,
            say: say,
            text: { say.amount(Money($0, currency)) }
        ).html
    }
}
