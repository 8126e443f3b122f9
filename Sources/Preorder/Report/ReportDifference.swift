/// One row in which a report table is not what a rebuild would write.
public struct ReportDifference: Hashable, Sendable {
    /// What is wrong with the row.
    public enum Kind: String, Sendable {
        /// The table has no such row.
        case missing

        /// The domain has no such row.
        case surplus

        /// A column differs.
        case differs
    }

    /// The table in schema `report`.
    public let table: String

    /// The row's primary key, its parts separated by spaces.
    public let key: String

    /// What is wrong with it.
    public let kind: Kind
}
