import Foundation
import Outbox
import Postgres

/// A reservation carries the trace of the request that last acted on it, and whatever follows
/// belongs to that trace, however late and by whichever batch it is written.
extension Transaction {
    /// Notes which request acts on a locked reservation; nil leaves the one before.
    borrowing func noteTrace(
        _ traceparent: String?,
        of reservationID: UUID
    ) throws(PostgresError) {
        guard let traceparent else { return }
        try execute(NoteTrace(reservationID: reservationID, traceparent: traceparent))
    }

    /// The messages, each with a trace, where its reservation has one.
    borrowing func traced(_ drafts: [MessageDraft]) throws(PostgresError) -> [MessageDraft] {
        let keys = Set(drafts.filter { $0.traceparent == nil }.map(\.key))
        guard !keys.isEmpty else { return drafts }
        let traces = try traces(of: keys.sorted())
        return drafts.map { draft in
            var draft = draft
            draft.traceparent = draft.traceparent ?? traces[draft.key]
            return draft
        }
    }

    /// The traces of those of the reservations that have one.
    borrowing func traces(of reservationIDs: [UUID]) throws(PostgresError) -> [UUID: String] {
        Dictionary(
            try query(ReadTraces(reservationIDs: reservationIDs))
        ) { first, _ in first }
    }
}

/// Notes a reservation's trace; one row.
struct NoteTrace: Statement {
    static let sql = "UPDATE preorder.reservation SET traceparent = $2 WHERE reservation_id = $1"

    let reservationID: UUID
    let traceparent: String

    var bindings: [any Bindable] { [reservationID, traceparent] }
}

/// Traces of reservations; a row for each that has one.
struct ReadTraces: Statement {
    static let sql = """
        SELECT reservation_id, traceparent FROM preorder.reservation
        WHERE reservation_id = ANY ($1) AND traceparent IS NOT NULL
        """

    let reservationIDs: [UUID]

    var bindings: [any Bindable] { [reservationIDs] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> (UUID, String) {
        try (row.next(), row.next())
    }
}
