import Foundation
import Outbox
import Postgres

/// Refreshes the points of the reservations' members and of those that messages name.
///
/// Changes one row each that has a later ledger entry; members that never had points have none.
struct ReportPoints: Statement {
    static let columns = """
        member_id, available, held, lots_expire_at, lots_remaining, as_of_entry
        """

    // An array of members, not a join: nobody can estimate how many the JSON names, and a wrong
    // guess would read every balance there is.
    static let sql = """
        WITH member AS (
            SELECT member_id FROM preorder.reservation WHERE reservation_id = ANY ($1)
            UNION
            SELECT named.id::uuid
            FROM unnest($2::bigint[], $3::date[]) AS asked (id, day)
            JOIN outbox.message AS m ON m.id = asked.id AND m.day = asked.day
            CROSS JOIN LATERAL jsonb_array_elements_text(
                coalesce(m.payload -> 'member_ids', 'null')) AS named (id)
        )
        INSERT INTO report.member_points AS kept (\(columns))
        SELECT \(columns) FROM preorder.reported_points
        WHERE member_id = ANY (ARRAY (SELECT member_id FROM member))
        ORDER BY member_id
        ON CONFLICT (member_id) DO UPDATE SET (\(columns)) = ROW (excluded.*)
        WHERE kept.as_of_entry < excluded.as_of_entry
        """

    let reservationIDs: [UUID]
    let messages: [QueuedMessage]

    var bindings: [any Bindable] {
        [reservationIDs, messages.map(\.messageID), messages.map(\.day)]
    }
}
