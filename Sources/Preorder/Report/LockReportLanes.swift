import Foundation
import Postgres

/// Makes this transaction the only one that reports reservations of the given ones' lanes.
///
/// Taken in lane order by everyone; at most 64 locks whatever the batch, and transaction-level, so
/// PgBouncer does not mind. A statement of its own: the next one's snapshot shows everything that
/// the previous holders committed.
struct LockReportLanes: Statement {
    static let sql = """
        SELECT pg_advisory_xact_lock(hashtext('report.reservation'), lane)
        FROM (SELECT DISTINCT outbox.lane_of(id)::integer AS lane
              FROM unnest($1::uuid[]) AS id
              ORDER BY lane) AS ordered
        """

    let reservationIDs: [UUID]

    var bindings: [any Bindable] { [reservationIDs] }
}
