/// The part that every statement shares which takes points from members' lots: `taken` says how
/// many of each, and the lots are lowered.
///
/// Goes after a CTE `asked (holder_id, member_id, points)`, which names a member at most once.
/// Lots that have lapsed are passed over, whether the sweep was there or not, so fewer may be taken
/// than the balance says. The members' balances are locked.
enum TakenLots {
    /// `lot`, `taken` and `lowered`, at the instant `now`.
    ///
    /// `first` orders lots before their expiry does; with its comma.
    static func sql(now: String, first: String = "") -> String {
        """
        lot AS (
            SELECT a.holder_id, a.points, l.lot_id, l.remaining,
                   sum(l.remaining) OVER (PARTITION BY l.member_id
                                          ORDER BY \(first) l.expires_at, l.lot_id)
                       - l.remaining AS before
            FROM asked AS a JOIN preorder.point_lot AS l USING (member_id)
            WHERE l.remaining > 0 AND l.expires_at > \(now)
        ), taken AS (
            SELECT holder_id, lot_id, least(remaining, points - before)::bigint AS amount
            FROM lot WHERE before < points
        ), lowered AS (
            UPDATE preorder.point_lot AS l SET remaining = l.remaining - taken.amount
            FROM taken WHERE l.lot_id = taken.lot_id
        )
        """
    }
}
