import Foundation
import Postgres

/// Runs an internal handler: removal from the queue and effect in one savepoint.
struct InternalWork<Handler: InternalHandler>: ChannelWork {
    let handler: Handler

    var callTimeout: Duration? { nil }

    func touch(
        _ rows: [QueueRow],
        scope: WorkScope,
        in tx: borrowing Transaction
    ) throws -> Touched<Never> {
        var touched = Touched<Never>()
        var failedKeys: Set<UUID> = []
        let pieces = try tx.bisect(rows[...]) { slice, inner in
            [try apply(slice, skipping: failedKeys, scope, inner)]
        } failed: { row, error, inner in
            let messages = try inner.query(
                LoadQueued(channel: scope.channel, rows: [row])
            )
            failedKeys.formUnion(messages.map(\.key))
            return [Piece(applied: [], settled: messages.map { ($0, failure(error)) })]
        }
        for piece in pieces {
            touched.applied += piece.applied
            touched.settled += piece.settled
        }
        return touched
    }

    func next(
        _ claims: [Claim],
        scope: WorkScope,
        in tx: borrowing Transaction
    ) throws -> Touched<Never> { Touched() }

    func perform(_ call: Never) async -> Never {}

    func reach(_ answer: Never) -> Reach {}

    func settle(
        _ answers: [(claim: Claim, answer: Never)],
        scope: WorkScope,
        in tx: borrowing Transaction
    ) throws -> [Verdict] { [] }

    private struct Piece: Sendable {
        let applied: [QueuedMessage]
        let settled: [(message: QueuedMessage, verdict: Verdict)]
    }

    private func apply(
        _ rows: ArraySlice<QueueRow>,
        skipping failedKeys: Set<UUID>,
        _ scope: WorkScope,
        _ tx: borrowing Transaction
    ) throws -> Piece {
        var rows = Array(rows)
        var parked: [QueuedMessage] = []
        if scope.isOrdered, !failedKeys.isEmpty {
            parked = try tx.query(LoadQueued(channel: scope.channel, rows: rows))
                .filter { failedKeys.contains($0.key) }
            let behind = Set(parked.map(\.messageID))
            rows.removeAll { behind.contains($0.messageID) }
        }
        let messages = try tx.query(
            FinishMessages(
                channel: scope.channel,
                rows: rows,
                now: scope.now,
                isOrdered: scope.isOrdered
            )
        )
        if !messages.isEmpty { try handler.apply(messages, at: scope.now, in: tx) }
        return Piece(applied: messages, settled: parked.map { ($0, .parked) })
    }

    private func failure(_ error: any Error) -> Verdict {
        .retry(detail: String(describing: error), after: nil)
    }
}

/// The queue rows of the named messages, in id order.
struct LoadQueued: Statement {
    static let sql = """
        SELECT q.message_id, q.day, q.lane, q.kind, q.key, q.attempts, q.asks
        FROM outbox.queue AS q
        JOIN unnest($2::smallint[], $3::bigint[]) AS c (lane, id)
          ON q.lane = c.lane AND q.message_id = c.id
        WHERE q.channel = $1
        ORDER BY q.message_id
        """

    let channel: String
    let rows: [QueueRow]

    var bindings: [any Bindable] { [channel, rows.map(\.lane), rows.map(\.messageID)] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> QueuedMessage {
        try QueuedMessage(
            messageID: row.next(),
            day: row.next(),
            lane: row.next(),
            kind: row.next(),
            key: row.next(),
            attempts: row.next(),
            asks: row.next()
        )
    }
}
