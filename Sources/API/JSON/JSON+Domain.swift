import Foundation
import Money
import Postgres

extension JSON {
    static func id(_ id: UUID) -> JSON { .string(id.uuidString.lowercased()) }

    static func instant(_ instant: Timestamp) -> JSON { .string("\(instant)") }

    static func money(_ money: Money) -> JSON {
        [
            "amount_minor": .integer(money.amountMinor),
            "currency": .string(money.currency.code),
        ]
    }

    /// A value, or null.
    static func optional<Value>(_ value: Value?, _ json: (Value) -> JSON) -> JSON {
        value.map(json) ?? .null
    }

    /// A page of a list: its items, and where the next one begins.
    static func page(_ items: [JSON], next: String?) -> JSON {
        ["items": .array(items), "next": .optional(next, JSON.string)]
    }
}
