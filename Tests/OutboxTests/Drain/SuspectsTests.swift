import Foundation
import Outbox
import Postgres
import TestTurns
import Testing

@Suite("Messages of a batch that never finished", .inTurn)
struct SuspectsTests {
    @Test("are not lost when the transaction that takes them up fails for a while")
    func unlucky() async throws {
        let connection = try await OutboxDatabase.make().connect()
        let ids = try await connection.greet(UUID(), ["1", "2", "3", "4"])
        try await connection.script(
            """
            INSERT INTO outbox.batch (channel, lane, token, message_ids)
            SELECT channel, lane, 1, array_agg(message_id ORDER BY message_id) FROM outbox.queue
            GROUP BY channel, lane;
            UPDATE outbox.lane SET token = token + 1, position = \(ids[3]);
            CREATE SEQUENCE hiccup;
            CREATE FUNCTION hiccup() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF nextval('hiccup') <= 2 THEN
                    RAISE EXCEPTION 'unlucky' USING ERRCODE = '40001';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER hiccup BEFORE INSERT ON outbox.batch
            FOR EACH ROW WHEN (NEW.state = 'running') EXECUTE FUNCTION hiccup()
            """
        )
        #expect(try await connection.drainGreetings().applied == 4)
        #expect(try await connection.query(ReadGreetings()).map(\.word) == ["1", "2", "3", "4"])
        #expect(try await connection.number("SELECT count(*) FROM outbox.queue") == 0)
        #expect(try await connection.number("SELECT count(*) FROM outbox.batch") == 0)
    }
}
