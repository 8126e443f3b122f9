public import Foundation
public import Postgres

/// The country of a manager; no row for an unknown one.
public struct ReadManagerCountry: Statement {
    /// At most one row.
    public static let sql = "SELECT country FROM preorder.manager WHERE manager_id = $1"

    private let managerID: UUID

    /// The manager with this id.
    public init(managerID: UUID) { self.managerID = managerID }

    /// The id.
    public var bindings: [any Bindable] { [managerID] }

    /// The country.
    public func decode(_ row: inout RowDecoder) throws(PostgresError) -> String { try row.next() }
}
