import Foundation
import Money
import Postgres

/// The list price of a game in a country; no row when it is not sold there.
struct ReadListPrice: Statement {
    static let sql = """
        SELECT list_minor, currency FROM preorder.game_price WHERE game_id = $1 AND country = $2
        """

    let gameID: UUID
    let country: String

    var bindings: [any Bindable] { [gameID, country] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> Money {
        try row.nextMoney(Self.name)
    }
}

/// One row, or `discount_no_overlap` is violated.
struct InsertDiscount: Statement {
    static let sql = """
        INSERT INTO preorder.discount (discount_id, game_id, country, policy, amount, period,
            registered_by, registered_at, reason)
        VALUES ($1, $2, $3, $4, $5, tstzrange($6, $7), $8, $9, $10)
        """

    let id: UUID
    let draft: DiscountDraft
    let now: Timestamp

    var bindings: [any Bindable] {
        [
            id, draft.gameID, draft.country, draft.policy, draft.amount, draft.from, draft.until,
            draft.by.name, now, draft.reason,
        ]
    }
}

/// The first discount that holds in a part of a period; at most one row.
struct ReadOverlap: Statement {
    static let sql =
        RegisteredDiscount.columns + """

            WHERE game_id = $1 AND country = $2 AND period && tstzrange($3, $4)
            ORDER BY lower(period)
            LIMIT 1
            """

    let draft: DiscountDraft

    var bindings: [any Bindable] { [draft.gameID, draft.country, draft.from, draft.until] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> RegisteredDiscount {
        try RegisteredDiscount(&row)
    }
}

/// A discount, locked; no row for an unknown one.
struct LockDiscount: Statement {
    static let sql = RegisteredDiscount.columns + "\nWHERE discount_id = $1 FOR UPDATE"

    let id: UUID

    var bindings: [any Bindable] { [id] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> RegisteredDiscount {
        try RegisteredDiscount(&row)
    }
}

/// Closes a discount's period; one row.
///
/// One that has not begun holds at no time any more.
struct CloseDiscount: Statement {
    static let sql = """
        UPDATE preorder.discount
        SET period = tstzrange(lower(period), greatest(lower(period), $2)), ended_by = $3,
            ended_at = $2, ended_reason = $4
        WHERE discount_id = $1
        """

    let id: UUID
    let now: Timestamp
    let by: String
    let reason: String

    var bindings: [any Bindable] { [id, now, by, reason] }
}
