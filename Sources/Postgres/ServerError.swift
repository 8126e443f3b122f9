/// What the server said about a statement it refused, or in a notice.
///
/// `description` shows SQLSTATE, message, constraint and statement name. DETAIL, hint and context
/// can print row data, so they appear only in `String(reflecting:)`.
public struct ServerError: Error, Hashable, Sendable {
    /// The kind of error.
    public var sqlState: SQLState

    /// `ERROR`, `FATAL`, `PANIC`, or `WARNING`, `NOTICE` … for a notice; never localized.
    public var severity: String

    /// The primary message: one line.
    public var message: String

    /// DETAIL: may quote row data.
    public var detail: String?

    /// HINT: what the server suggests.
    public var hint: String?

    /// CONTEXT: the functions in which it happened.
    public var context: String?

    /// The schema of the object concerned.
    public var schema: String?

    /// The table concerned.
    public var table: String?

    /// The column concerned.
    public var column: String?

    /// The constraint that was violated.
    public var constraint: String?

    /// The name of the statement that failed.
    public var statement: String
}

extension ServerError: CustomStringConvertible {
    /// SQLSTATE, message, constraint and statement name.
    public var description: String {
        let broken = constraint.map { " (constraint \($0))" } ?? ""
        let during = statement.isEmpty ? "" : " in \(statement)"
        return "\(sqlState) \(message)\(broken)\(during)"
    }
}

extension ServerError: CustomDebugStringConvertible {
    /// Everything the server said, row data included.
    public var debugDescription: String {
        let fields = [
            ("DETAIL", detail), ("HINT", hint), ("CONTEXT", context),
            ("SCHEMA", schema), ("TABLE", table), ("COLUMN", column),
        ]
        return fields.reduce("\(severity) \(description)") { text, field in
            field.1.map { "\(text)\n\(field.0): \($0)" } ?? text
        }
    }
}
