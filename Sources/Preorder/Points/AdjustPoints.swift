public import Foundation
public import Postgres

/// Corrects a member's points by an entry of the ledger.
public struct AdjustPoints: Sendable {
    private let act: StaffAct

    /// The verb, as done by somebody for a reason; both are kept.
    public init(by act: StaffAct) { self.act = act }

    /// Gives a member points in a lot of their own, or, for a negative number, takes them from the
    /// lots that expire first.
    ///
    /// More than the member can use is not taken: what is held, or has lapsed, stays.
    ///
    /// - Throws: `PostgresError`.
    public func callAsFunction(
        _ points: Int64,
        of memberID: UUID,
        on connection: Connection
    ) async throws -> Result<Void, AdjustRefusal> {
        let act = act
        return try await connection.refusable { tx in
            guard PointGrant.points.contains(Int64(clamping: points.magnitude)) else {
                throw AdjustRefusal.points
            }
            let now = try tx.only(ReadDomainTime())
            guard let member = try tx.query(LockBalances(ids: [memberID])).first else {
                throw AdjustRefusal.unknownMember
            }
            try tx.keep(
                act,
                "points adjusted",
                of: ["\(memberID.uuidString.lowercased()) \(points)"],
                in: member.country,
                refusing: AdjustRefusal.self
            )
            if points > 0 {
                let grant = PointGrant(memberID: memberID, points: points)
                try tx.execute(PostGrants(grants: [grant], kind: "adjust", now: now))
            } else {
                let asked = -points
                let taken = try tx.only(TakePoints(memberID: memberID, points: asked, now: now))
                guard taken == asked else { throw AdjustRefusal.notEnough(available: taken) }
            }
            try tx.reportBalances(of: [memberID], at: now)
        }
    }
}

/// Why points were not corrected; nothing was written.
public enum AdjustRefusal: StaffRefusing, Hashable, Sendable {
    /// Whoever does it may not.
    case staff(StaffRefusal)

    /// There is no such member, or they were erased.
    case unknownMember

    /// 0, or more than can be counted.
    case points

    /// The member can use fewer than are to be taken.
    case notEnough(available: Int64)
}

extension AdjustRefusal: CustomStringConvertible {
    /// What is wrong, and what would do.
    public var description: String {
        switch self {
        case .staff(let refusal): "\(refusal)"
        case .unknownMember: "there is no such member"
        case .points:
            "a correction is 1 to \(PointGrant.points.upperBound) points, or as many taken"
        case .notEnough(let available): "only \(available) points can be taken"
        }
    }
}

/// Takes points from a member's lots for good, first-to-expire first, under the balance's lock;
/// returns how many, fewer than asked for when the member has fewer.
struct TakePoints: Statement {
    static let sql = """
        WITH asked AS (
            SELECT NULL::uuid AS holder_id, $1::uuid AS member_id, $2::bigint AS points
        ), \(TakenLots.sql(now: "$3")), total AS (
            SELECT coalesce(sum(amount), 0)::bigint AS points FROM taken
        ), moved AS (
            UPDATE preorder.point_balance AS b SET available = b.available - total.points
            FROM total WHERE b.member_id = $1
        ), posted AS (
            INSERT INTO preorder.point_entry (kind, debit, credit, member_id, amount, posted_at)
            SELECT 'adjust', 'available', 'issued', $1, points, $3::timestamptz
            FROM total WHERE points > 0
        )
        SELECT points FROM total
        """

    let memberID: UUID
    let points: Int64
    let now: Timestamp

    var bindings: [any Bindable] { [memberID, points, now] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> Int64 { try row.next() }
}
