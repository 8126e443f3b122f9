/// One SQL statement as a type: its text, what is bound to it and how a row is read.
///
/// A statement is sent with its parameters apart from its text and is never left prepared on the
/// server, so it works behind PgBouncer in transaction mode.
///
///     struct BalanceOf: Statement {
///         static let sql = "SELECT available FROM balance WHERE member_id = $1"
///         let member: Int64
///         var bindings: [any Bindable] { [member] }
///         func decode(_ row: inout RowDecoder) throws(PostgresError) -> Int64 { try row.next() }
///     }
public protocol Statement: Sendable {
    /// What one row becomes; `Void` for a statement whose rows do not matter.
    associatedtype Output: Sendable = Void

    /// How errors call the statement; the type's name unless it says otherwise.
    static var name: String { get }

    /// The text, with `$1`, `$2` … for the parameters.
    static var sql: String { get }

    /// The values of `$1`, `$2` …, in order; at most 65,535.
    var bindings: [any Bindable] { get }

    /// Reads one row, every column in order.
    ///
    /// - Throws: `decoding` when a column is missing, left over, NULL or malformed.
    func decode(_ row: inout RowDecoder) throws(PostgresError) -> Output
}

extension Statement {
    /// The type's name.
    public static var name: String { String(describing: Self.self) }

    /// No parameters.
    public var bindings: [any Bindable] { [] }
}

extension Statement where Output == Void {
    /// Leaves the row unread.
    public func decode(_ row: inout RowDecoder) throws(PostgresError) {
        row.skipRest()
    }
}
