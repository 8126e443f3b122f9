import Money
import Postgres
import Preorder

/// What the operators' screen shows, read at one moment.
struct Overview: Sendable {
    let vitals: Vitals

    /// As `reservoir-admin check` judges it.
    let health: Health
    let unknownAmounts: [Money]
    let alerts: [StandingAlert]
    let alertCount: Int
    let hours: [MessagesByHour.Row]
    let sales: SalesByDay

    /// More would not be read on a screen.
    private static let alertsMax = 12

    /// A day of hours, and a fortnight of days.
    private static let (hourCount, dayCount) = (24, 14)

    /// How much later than UTC's the latest day on Earth begins: in Kiribati, UTC+14.
    private static let furthestAhead = Duration.seconds(14 * 3_600)

    /// Reads all of it.
    static func read(on connection: Connection) async throws -> Overview {
        let vitals = try await Vitals.read(on: connection)
        return Overview(
            vitals: vitals,
            health: Health(vitals),
            unknownAmounts: try await connection.query(SumUnknowns()),
            alerts: try await connection.query(ReadAlerts(limit: Self.alertsMax)),
            alertCount: try await connection.only(CountAlerts()),
            hours: try await connection.query(MessagesByHour(hours: Self.hourCount)),
            sales: try await sales(at: vitals.now, on: connection)
        )
    }

    /// The sales of the last days, up to the latest day that any country has sold on.
    private static func sales(
        at now: Timestamp,
        on connection: Connection
    ) async throws -> SalesByDay {
        let here = DayRange(endingAt: now, count: dayCount)
        let ahead = DayRange(endingAt: now + furthestAhead, count: dayCount)
        let rows = try await connection.query(DailySales(from: here.first, through: ahead.last))
        return SalesByDay(rows.contains { $0.day == ahead.last } ? ahead : here, rows)
    }
}
