public import Foundation
public import Postgres

/// What decides what a member is shown.
public struct MemberStanding: Sendable, Hashable {
    /// The member.
    public let memberID: UUID

    /// The country office that sells to them.
    public let country: String

    /// Their language.
    public let language: String
}

/// A member who was not erased; no row for an unknown one.
public struct ReadStanding: Statement {
    /// At most one row.
    public static let sql = """
        SELECT member_id, country, language FROM preorder.member
        WHERE member_id = $1 AND erased_at IS NULL
        """

    private let memberID: UUID

    /// The member with this id.
    public init(memberID: UUID) { self.memberID = memberID }

    /// The id.
    public var bindings: [any Bindable] { [memberID] }

    /// The member.
    public func decode(_ row: inout RowDecoder) throws(PostgresError) -> MemberStanding {
        try MemberStanding(memberID: row.next(), country: row.next(), language: row.next())
    }
}
