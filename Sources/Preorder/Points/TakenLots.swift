/// The part that every statement shares which takes points from a member's lots: `taken` says how
/// many of each, and the lots are lowered.
///
/// Lots that have lapsed are passed over, whether the sweep was there or not, so fewer may be taken
/// than the balance says. The member's balance is locked.
enum TakenLots {
    /// `lot`, `taken` and `lowered`, for parameters by number.
    ///
    /// `first` orders lots before their expiry does; with its comma.
    static func sql(member: String, points: String, now: String, first: String = "") -> String {
        """
        lot AS (
            SELECT lot_id, remaining,
                   sum(remaining) OVER (ORDER BY \(first) expires_at, lot_id) - remaining
                       AS before
            FROM preorder.point_lot
            WHERE member_id = \(member) AND remaining > 0 AND expires_at > \(now)
        ), taken AS (
            SELECT lot_id, least(remaining, \(points) - before)::bigint AS amount
            FROM lot WHERE before < \(points)
        ), lowered AS (
            UPDATE preorder.point_lot AS l SET remaining = l.remaining - taken.amount
            FROM taken WHERE l.lot_id = taken.lot_id
        )
        """
    }
}
