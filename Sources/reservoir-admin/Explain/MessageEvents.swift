import Foundation
import Postgres

/// What happened to the messages of a key, or to one of them, in no particular order.
struct ReadMessageEvents: Statement {
    static let sql = """
        WITH own AS (
            SELECT id, channel, kind, compensates, created_at
            FROM outbox.message WHERE key = $1 AND ($2::bigint IS NULL OR id = $2)
        ), m AS (
            SELECT id, channel || '/' || kind || ' ' || id AS name, compensates, created_at,
                   CASE WHEN channel = 'payments' AND kind = 'charge' THEN 2
                        WHEN channel = 'payments' THEN 6
                        WHEN id > (SELECT min(id) FROM own
                                   WHERE channel = 'payments' AND kind <> 'charge') THEN 8
                        ELSE 4 END AS phase
            FROM own
        )
        SELECT at, phase, id, step, name, what, coalesce(detail, '') FROM (
            SELECT created_at AS at, phase, id, 0::bigint AS step, name, 'written' AS what,
                   'reverses message ' || compensates AS detail
            FROM m
            UNION ALL
            SELECT a.at, m.phase, m.id,
                   (row_number() OVER (PARTITION BY m.id ORDER BY a.attempt_id, a.at,
                                       CASE a.event WHEN 'sent' THEN 0 WHEN 'ended' THEN 2
                                                    ELSE 1 END)),
                   m.name, concat_ws(': ', a.event, a.outcome),
                   concat_ws(', ', CASE WHEN a.event IN ('sent', 'resent')
                                        THEN a.operation || ' to ' || a.destination END,
                             a.detail, CASE WHEN a.event IN ('sent', 'resent')
                                            THEN 'key ' || a.idempotency_key END,
                             'attempt ' || a.attempt_id)
            FROM m JOIN outbox.attempt AS a ON a.message_id = m.id
            UNION ALL
            SELECT d.dead_at, m.phase, m.id, 900001, m.name, 'dead letter',
                   concat_ws(', ', 'after ' || d.attempts || ' attempts', d.last_error)
            FROM m JOIN outbox.dead_letter AS d ON d.message_id = m.id
            UNION ALL
            SELECT d.resolved_at, m.phase, m.id, 900002, m.name, 'resolved: ' || d.state,
                   concat_ws(', ', 'by ' || d.resolved_by, d.reason, d.evidence)
            FROM m JOIN outbox.dead_letter AS d ON d.message_id = m.id AND d.state <> 'replayed'
            UNION ALL
            SELECT a.done_at, m.phase, m.id, 900002, m.name,
                   CASE a.verb WHEN 'dead letter replayed' THEN 'replayed' ELSE 'told again' END,
                   concat_ws(', ', 'by ' || a.done_by, a.reason)
            FROM m JOIN preorder.staff_act AS a
              ON a.subject = 'message ' || m.id
             AND a.verb IN ('dead letter replayed', 'webhook told again')
            UNION ALL
            SELECT v.voided_at, m.phase, m.id, 900003, m.name, 'voided',
                   concat_ws(', ', v.reason, 'by ' || v.voided_by)
            FROM m JOIN outbox.voided AS v ON v.message_id = m.id
        ) AS event
        WHERE at IS NOT NULL
        """

    let subject: StorySubject
    let onlyMessage: Bool

    var bindings: [any Bindable] { [subject.key, onlyMessage ? subject.messageID : nil] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> StoryEvent {
        try StoryEvent(
            at: row.next(),
            place: StoryEvent.Place(
                phase: row.next(),
                messageID: row.next(),
                step: row.next()
            ),
            subject: row.next(),
            what: row.next(),
            detail: row.next()
        )
    }
}

/// How the messages of a key, or one of them, stand now; in id order.
struct ReadMessageStates: Statement {
    static let sql = """
        SELECT m.id, m.channel || '/' || m.kind || ' ' || m.id,
               CASE WHEN d.state = 'open' THEN 'dead letter'
                    WHEN q.state IS NOT NULL AND o.is_unknown THEN 'unknown'
                    WHEN q.state IS NOT NULL AND o.message_id IS NOT NULL THEN 'in flight'
                    WHEN q.state IS NOT NULL THEN q.state
                    WHEN d.state IN ('applied', 'rejected') THEN 'resolved'
                    WHEN v.message_id IS NOT NULL THEN 'voided'
                    ELSE 'done' END,
               concat_ws(', ',
                   CASE WHEN q.attempts > 0 THEN q.attempts || ' attempts spent' END,
                   'due ' || to_char(q.due_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS'),
                   o.sends || ' sends under key ' || o.idempotency_key,
                   'trace ' || substr(m.traceparent, 4, 32),
                   CASE WHEN q.state = 'parked' THEN 'behind an earlier message' END)
        FROM outbox.message AS m
        LEFT JOIN outbox.queue AS q
          ON q.channel = m.channel AND q.lane = outbox.lane_of(m.key) AND q.message_id = m.id
        LEFT JOIN outbox.open_attempt AS o ON o.message_id = m.id
        LEFT JOIN outbox.dead_letter AS d ON d.message_id = m.id
        LEFT JOIN outbox.voided AS v ON v.message_id = m.id
        WHERE m.key = $1 AND ($2::bigint IS NULL OR m.id = $2)
        ORDER BY m.id
        """

    let subject: StorySubject
    let onlyMessage: Bool

    var bindings: [any Bindable] { [subject.key, onlyMessage ? subject.messageID : nil] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> StoryState {
        try StoryState(
            messageID: row.next(),
            name: row.next(),
            state: row.next(),
            detail: row.next()
        )
    }
}
