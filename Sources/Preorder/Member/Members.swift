public import Foundation
import Outbox
public import Postgres

/// Points given to a member without a purchase.
public struct PointGrant: Sendable {
    /// How many may be given or taken at once.
    static let points: ClosedRange<Int64> = 1...1_000_000_000_000

    /// Who gets them.
    public var memberID: UUID

    /// How many; positive.
    public var points: Int64

    /// A grant.
    public init(memberID: UUID, points: Int64) {
        self.memberID = memberID
        self.points = points
    }
}

/// What concerns members apart from their reservations.
public struct Members: Sendable {
    /// The verbs.
    public init() {}

    /// Adds members with their point balances, all or none, in one set.
    ///
    /// - Returns: their ids, in the order of `members`.
    /// - Throws: `PostgresError`.
    public func add(
        _ members: [NewMember],
        on connection: Connection
    ) async throws -> Result<[UUID], MemberRefusal> {
        let constraints: [String: MemberRefusal] = [
            "member_country_fk": .unknownCountry, "member_language": .language,
            "member_name": .name, "member_email": .email,
        ]
        return try await connection.refusable(constraints: constraints) { tx in
            for member in members { try member.check() }
            let now = try tx.only(ReadDomainTime())
            let ids = members.map { _ in UUID.ordered(at: now) }
            try tx.execute(InsertMembers(ids: ids, members: members, now: now))
            try tx.reportBalances(of: ids, at: now)
            return ids
        }
    }

    /// Grants points as ledger entries with a lot each, all or none, in one set.
    ///
    /// A manager grants them to members of their own country only.
    ///
    /// - Throws: `PostgresError`.
    public func grant(
        _ grants: [PointGrant],
        by act: StaffAct,
        on connection: Connection
    ) async throws -> Result<Void, MemberRefusal> {
        try await connection.refusable { tx in
            guard grants.allSatisfy({ PointGrant.points.contains($0.points) }) else {
                throw MemberRefusal.points
            }
            let now = try tx.only(ReadDomainTime())
            let asked = Set(grants.map(\.memberID))
            let found = try tx.query(LockBalances(ids: Array(asked)))
            if let missing = asked.subtracting(found.map(\.memberID)).first {
                throw MemberRefusal.unknownMember(missing)
            }
            let countries = Set(found.map(\.country))
            try tx.keep(
                act,
                "points granted",
                of: grants.map { "\($0.memberID.uuidString.lowercased()) \($0.points)" },
                in: countries.count == 1 ? countries.first : nil,
                refusing: MemberRefusal.self
            )
            try tx.execute(PostGrants(grants: grants, kind: "grant", now: now))
            try tx.reportBalances(of: found.map(\.memberID), at: now)
        }
    }
}
