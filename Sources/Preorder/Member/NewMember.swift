public import Foundation
public import Postgres

/// A customer who joins.
public struct NewMember: Sendable {
    /// The country office that sells to them.
    public var country: String

    /// ISO 639-1 of the language that pages and mails are in.
    public var language: String

    /// 1–200 characters.
    public var name: String

    /// Where mail goes.
    public var email: String

    /// A member.
    public init(country: String, language: String, name: String, email: String) {
        self.country = country
        self.language = language
        self.name = name
        self.email = email
    }
}

/// Why members were not added or points not granted; nothing was written.
public enum MemberRefusal: StaffRefusing, Hashable, Sendable {
    /// Whoever does it may not.
    case staff(StaffRefusal)

    /// There is no such country office.
    case unknownCountry

    /// A language is not two lower-case letters.
    case language

    /// A name is empty, longer than 200 characters or more than one line.
    case name

    /// An address is not one.
    case email

    /// A member does not exist, or was erased; which.
    case unknownMember(UUID)

    /// A number of points is not positive, or a balance would pass what can be counted.
    case points
}

extension MemberRefusal: CustomStringConvertible {
    /// What is wrong; without the person's data.
    public var description: String {
        switch self {
        case .staff(let refusal): "\(refusal)"
        case .unknownCountry: "there is no such country office"
        case .language: "a language is two lower-case letters"
        case .name: "a name has 1 to 200 characters on one line"
        case .email: "that is not a mail address"
        case .unknownMember(let id): "there is no member \(id.uuidString.lowercased())"
        case .points: "a grant is 1 point or more, within what a balance can count"
        }
    }
}

extension NewMember {
    /// What can be refused without a database.
    ///
    /// - Throws: the first refusal that applies.
    func check() throws(MemberRefusal) {
        guard name.isOneLine, name.unicodeScalars.count <= 200 else { throw .name }
        guard MailboxShape.fits(email) else { throw .email }
    }
}

/// A member as the store's staff see them.
public struct MemberSummary: Sendable, Hashable {
    /// The member.
    public let memberID: UUID

    /// Their country office.
    public let country: String

    /// Their language.
    public let language: String

    /// Their name; a pseudonym once erased.
    public let name: String

    /// Their address; empty or a pseudonym once erased.
    public let email: String

    /// When they joined.
    public let joinedAt: Timestamp

    /// When they were erased.
    public let erasedAt: Timestamp?

    /// Points that can be used.
    public let available: Int64

    /// Points that open reservations hold.
    public let held: Int64
}

/// One member; no row for an unknown one.
public struct ReadMember: Statement {
    /// The member with their balance.
    public static let sql = """
        SELECT m.member_id, m.country, m.language, m.name, m.email, m.joined_at, m.erased_at,
               coalesce(b.available, 0), coalesce(b.held, 0)
        FROM preorder.member AS m
        LEFT JOIN preorder.point_balance AS b USING (member_id)
        WHERE m.member_id = $1
        """

    private let memberID: UUID

    /// The member with this id.
    public init(memberID: UUID) { self.memberID = memberID }

    /// The id.
    public var bindings: [any Bindable] { [memberID] }

    /// Reads the member.
    public func decode(_ row: inout RowDecoder) throws(PostgresError) -> MemberSummary {
        try MemberSummary(
            memberID: row.next(),
            country: row.next(),
            language: row.next(),
            name: row.next(),
            email: row.next(),
            joinedAt: row.next(),
            erasedAt: row.next(),
            available: row.next(),
            held: row.next()
        )
    }
}
