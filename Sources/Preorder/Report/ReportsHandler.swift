import Foundation
public import Outbox
public import Postgres

/// Keeps the tables of schema `report` equal to the domain.
///
/// A message names what changed, never how: each table is refreshed from the rows as they are now,
/// one statement a table for the whole batch, and a row is replaced only by a later version. So
/// messages may come in any order, repeated, or several at once.
///
/// Two drains at once neither count twice nor wait for each other in a circle. Whoever reports
/// reservations first takes the advisory locks of their lanes, in lane order; only then is anything
/// read, so what a row held before, which `daily_sales` loses, is always what the last writer left.
/// Under the engine's lane leases nobody waits there; correctness does not depend on the leases.
/// The tables follow in one order (payment, gift, member_points, reservation, daily_sales), each
/// in the order of its key. `daily_sales` comes last, because its rows are the ones that drains share.
/// Only after a failed set was halved, a second half may find a row of `member_points` taken by a
/// drain that waits for the first half's `daily_sales`; then PostgreSQL ends one transaction as a
/// deadlock, and the engine runs it again.
public struct ReportsHandler: InternalHandler {
    /// A handler for the channel `reports`.
    public init() {}

    /// Refreshes everything that `messages` name.
    ///
    /// - Throws: `ReportError`; `PostgresError`, with a data exception when a `point_balance`
    ///   message has no array `member_ids`.
    public func apply(
        _ messages: [QueuedMessage],
        at now: Timestamp,
        in tx: borrowing Transaction
    ) throws {
        var reservations: Set<UUID> = []
        var balances: [QueuedMessage] = []
        for message in messages {
            switch message.kind {
            case "reservation": reservations.insert(message.key)
            case "point_balance": balances.append(message)
            default: throw ReportError.unknownKind(message.kind, messageID: message.messageID)
            }
        }
        let ids = Array(reservations)
        if !ids.isEmpty {
            try tx.execute(LockReportLanes(reservationIDs: ids))
            try tx.execute(ReportPayments(reservationIDs: ids))
            try tx.execute(ReportGifts(reservationIDs: ids))
        }
        try tx.execute(ReportPoints(reservationIDs: ids, messages: balances))
        if !ids.isEmpty { try tx.execute(ReportReservations(reservationIDs: ids)) }
    }
}
