import Foundation
import Postgres

/// A type with the name of the SQL type it is sent as.
protocol Sample: Bindable, RowDecodable, Equatable {
    static var type: String { get }
}

extension Bool: Sample { static var type: String { "boolean" } }
extension Int16: Sample { static var type: String { "smallint" } }
extension Int32: Sample { static var type: String { "integer" } }
extension Int64: Sample { static var type: String { "bigint" } }
extension Int: Sample { static var type: String { "bigint" } }
extension Double: Sample { static var type: String { "double precision" } }
extension String: Sample { static var type: String { "text" } }
extension UUID: Sample { static var type: String { "uuid" } }
extension Timestamp: Sample { static var type: String { "timestamptz" } }
extension Bytea: Sample { static var type: String { "bytea" } }
extension JSONText: Sample { static var type: String { "json" } }
extension Optional: Sample where Wrapped: Sample { static var type: String { Wrapped.type } }
extension Array: Sample where Element: Sample { static var type: String { Element.type + "[]" } }

/// Sends a value and reads it back.
struct Echo<Value: Sample>: Statement {
    static var sql: String { "SELECT $1::\(Value.type)" }
    let value: Value
    var bindings: [any Bindable] { [value] }
    func decode(_ row: inout RowDecoder) throws(PostgresError) -> Value { try row.next() }
}

/// Sends a value and reads how the server writes it.
struct Written<Value: Sample>: Statement {
    static var sql: String { "SELECT $1::\(Value.type)::text" }
    let value: Value
    var bindings: [any Bindable] { [value] }
    func decode(_ row: inout RowDecoder) throws(PostgresError) -> String { try row.next() }
}
