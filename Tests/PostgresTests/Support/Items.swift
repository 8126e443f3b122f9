import Postgres

/// A table for tests that write.
enum Items {
    static let create = """
        CREATE TABLE item (
            id bigint CONSTRAINT item_pkey PRIMARY KEY,
            name text CONSTRAINT item_name_short CHECK (length(name) < 20)
        )
        """

    struct Insert: Statement {
        static let sql = "INSERT INTO item (id, name) VALUES ($1, $2)"
        let id: Int64
        var name: String? = "thing"
        var bindings: [any Bindable] { [id, name] }
    }

    struct Identifiers: Statement {
        static let sql = "SELECT id FROM item ORDER BY id"
        func decode(_ row: inout RowDecoder) throws(PostgresError) -> Int64 { try row.next() }
    }
}
