public import Foundation
public import Postgres

/// A manager to be registered: the staff of one country office.
public struct NewManager: Sendable {
    /// The country office that they act in.
    public var country: String

    /// 1–200 characters.
    public var name: String

    /// A manager.
    public init(country: String, name: String) {
        self.country = country
        self.name = name
    }
}

/// Why a manager was not registered; nothing was written.
public enum ManagerRefusal: StaffRefusing, Hashable, Sendable {
    /// There is no such country office.
    case unknownCountry

    /// A name is empty, longer than 200 characters or more than one line.
    case name

    /// Whoever does it may not.
    case staff(StaffRefusal)
}

extension ManagerRefusal: CustomStringConvertible {
    /// What is wrong.
    public var description: String {
        switch self {
        case .unknownCountry: "there is no such country office"
        case .name: "a name has 1 to 200 characters on one line"
        case .staff(let refusal): "\(refusal)"
        }
    }
}

/// Registers the offices' managers, which administrators do.
public struct Managers: Sendable {
    private let act: StaffAct

    /// The verb, as done by somebody for a reason; both are kept.
    public init(by act: StaffAct) { self.act = act }

    /// Registers a manager, or says why not.
    ///
    /// - Returns: the id that everything they do is kept under.
    /// - Throws: `PostgresError`.
    public func add(
        _ manager: NewManager,
        on connection: Connection
    ) async throws -> Result<UUID, ManagerRefusal> {
        let act = act
        let constraints: [String: ManagerRefusal] = ["manager_country_fk": .unknownCountry]
        return try await connection.refusable(constraints: constraints) { tx in
            guard manager.name.isOneLine, manager.name.unicodeScalars.count <= 200 else {
                throw ManagerRefusal.name
            }
            let id = UUID.ordered(at: try tx.only(ReadDomainTime()))
            try tx.keep(
                act,
                "manager added",
                of: [id.uuidString.lowercased()],
                in: nil,
                refusing: ManagerRefusal.self
            )
            try tx.execute(InsertManager(id: id, manager: manager))
            return id
        }
    }
}

/// One row.
struct InsertManager: Statement {
    static let sql =
        "INSERT INTO preorder.manager (manager_id, country, name) VALUES ($1, $2, $3)"

    let id: UUID
    let manager: NewManager

    var bindings: [any Bindable] { [id, manager.country, manager.name] }
}

/// A manager as the staff see them.
public struct ManagerSummary: Sendable, Hashable {
    /// The manager.
    public let managerID: UUID

    /// Where they act.
    public let country: String

    /// Their name.
    public let name: String
}

/// Managers by country and name; at most 1,000 rows.
public struct ReadManagers: Statement {
    /// $1 narrows the list down to a country.
    public static let sql = """
        SELECT manager_id, country, name FROM preorder.manager
        WHERE $1::text IS NULL OR country = $1
        ORDER BY country, name, manager_id
        LIMIT 1000
        """

    private let country: String?

    /// The managers of a country office, or of all.
    public init(country: String? = nil) { self.country = country }

    /// The country.
    public var bindings: [any Bindable] { [country] }

    /// Reads a manager.
    public func decode(_ row: inout RowDecoder) throws(PostgresError) -> ManagerSummary {
        try ManagerSummary(managerID: row.next(), country: row.next(), name: row.next())
    }
}
