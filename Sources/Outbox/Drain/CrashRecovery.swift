import Foundation
import Postgres

/// A batch to be run on its own because the one it was part of never finished.
struct SuspectBatch: Sendable {
    let lane: Int16
    let batchID: Int64
    let messageIDs: [Int64]
}

/// Takes up what the previous owner of a lane left open.
///
/// The members of a batch that never finished are run again in halves, so that after at most
/// log₂(n) crashes the message that kills the process stands alone; when it has crashed alone
/// three times it is set aside for a person and the others go on.
struct CrashRecovery: Sendable {
    let channel: String
    let settler: Settler

    /// Crashes alone after which a message is set aside.
    static let crashesMax = 3

    /// - Returns: the batches to run, in id order.
    func run(
        _ tokens: [LaneToken],
        in tx: borrowing Transaction
    ) throws(PostgresError) -> [SuspectBatch] {
        let fenced = try tx.query(FenceLanes(channel: channel, tokens: tokens))
        let held = Set(fenced.map(\.lane))
        guard let now = fenced.first?.now else { return [] }
        let open = try tx.query(LoadBatches(channel: channel, lanes: Array(held)))
        var suspects: [SuspectBatch] = []
        for batch in open {
            if batch.state == "pending" {
                suspects.append(batch.suspect)
            } else {
                suspects += try split(batch, at: now, in: tx)
            }
        }
        return suspects.sorted { ($0.messageIDs.first ?? 0) < ($1.messageIDs.first ?? 0) }
    }

    private func split(
        _ batch: OpenBatch,
        at now: Timestamp,
        in tx: borrowing Transaction
    ) throws(PostgresError) -> [SuspectBatch] {
        _ = try tx.execute(
            CloseBatches(channel: channel, batches: [(batch.lane, batch.batchID)])
        )
        let alone = batch.messageIDs.count == 1
        let members = try tx.query(
            SuspectMembers(
                channel: channel,
                lane: batch.lane,
                messageIDs: batch.messageIDs,
                countsCrash: alone
            )
        )
        let poison = members.filter { $0.crashes >= Self.crashesMax }.map(\.message)
        if !poison.isEmpty {
            let detail = "the process died \(Self.crashesMax) times with this message alone"
            _ = try settler.apply(
                poison.map { ($0, .setAside(detail: detail)) },
                at: now,
                in: tx
            )
        }
        let ids = members.filter { $0.crashes < Self.crashesMax }.map(\.message.messageID)
        let half = max(1, (ids.count + 1) / 2)
        var suspects: [SuspectBatch] = []
        for part in [ids.prefix(half), ids.dropFirst(half)] where !part.isEmpty {
            let batchID = try tx.only(
                WritePending(channel: channel, lane: batch.lane, messageIDs: Array(part))
            )
            suspects.append(
                SuspectBatch(lane: batch.lane, batchID: batchID, messageIDs: Array(part))
            )
        }
        return suspects
    }
}

/// A marker that was found open.
struct OpenBatch: Sendable {
    let lane: Int16
    let batchID: Int64
    let state: String
    let messageIDs: [Int64]

    var suspect: SuspectBatch {
        SuspectBatch(lane: lane, batchID: batchID, messageIDs: messageIDs)
    }
}

/// All markers of the given lanes, oldest first.
struct LoadBatches: Statement {
    static let sql = """
        SELECT lane, batch_id, state, message_ids FROM outbox.batch
        WHERE channel = $1 AND lane = ANY ($2)
        ORDER BY batch_id
        FOR UPDATE
        """

    let channel: String
    let lanes: [Int16]

    var bindings: [any Bindable] { [channel, lanes] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> OpenBatch {
        try OpenBatch(
            lane: row.next(),
            batchID: row.next(),
            state: row.next(),
            messageIDs: row.next()
        )
    }
}

/// Marks what is left of a crashed batch suspect; returns the members still in the queue.
struct SuspectMembers: Statement {
    static let sql = """
        WITH member AS (
            UPDATE outbox.queue
            SET state = 'suspect', due_at = NULL,
                crashes = crashes + CASE WHEN $4 THEN 1 ELSE 0 END
            WHERE channel = $1 AND lane = $2 AND message_id = ANY ($3)
              AND state NOT IN ('dead', 'parked')
            RETURNING message_id, day, lane, kind, key, attempts, asks, crashes
        )
        SELECT message_id, day, lane, kind, key, attempts, asks, crashes FROM member
        ORDER BY message_id
        """

    let channel: String
    let lane: Int16
    let messageIDs: [Int64]
    let countsCrash: Bool

    var bindings: [any Bindable] { [channel, lane, messageIDs, countsCrash] }

    func decode(
        _ row: inout RowDecoder
    ) throws(PostgresError) -> (message: QueuedMessage, crashes: Int) {
        let message = try QueuedMessage(
            messageID: row.next(),
            day: row.next(),
            lane: row.next(),
            kind: row.next(),
            key: row.next(),
            attempts: row.next(),
            asks: row.next()
        )
        return (message, try row.next())
    }
}

/// Writes a batch that is to run alone; returns its id.
struct WritePending: Statement {
    static let sql = """
        INSERT INTO outbox.batch (channel, lane, token, state, message_ids)
        VALUES ($1, $2, 0, 'pending', $3)
        RETURNING batch_id
        """

    let channel: String
    let lane: Int16
    let messageIDs: [Int64]

    var bindings: [any Bindable] { [channel, lane, messageIDs] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> Int64 { try row.next() }
}

/// The members of a suspect batch that are still suspect, in id order.
struct LoadSuspects: Statement {
    static let sql = """
        SELECT message_id, lane, key FROM outbox.queue
        WHERE channel = $1 AND lane = $2 AND message_id = ANY ($3) AND state = 'suspect'
        ORDER BY message_id
        """

    let channel: String
    let lane: Int16
    let messageIDs: [Int64]

    var bindings: [any Bindable] { [channel, lane, messageIDs] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> Candidate {
        try Candidate(messageID: row.next(), lane: row.next(), key: row.next(), isFresh: false)
    }
}
