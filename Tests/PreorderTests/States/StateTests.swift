import Foundation
import Postgres
import TestTurns
import Testing

@testable import Preorder

@Suite("States", .inTurn)
struct StateTests {
    @Test("are drawn in the README just as the code moves them and as the database lists them")
    func drawn() async throws {
        let store = try await Store.open()
        let (drawn, coded) = (try StateDiagram.drawn(), try StateMachines.edges())
        var listed: [String: Set<String>] = [:]
        for line in try await store.lines(
            "SELECT machine, from_status || '~' || to_status FROM preorder.transition"
        ) {
            let parts = line.split(separator: "|")
            listed[String(parts[0]), default: []]
                .insert(String(parts[1].replacing("~", with: "|")))
        }
        let machines = ["reservation", "payment", "refund", "gift", "game"]
        #expect(Set(drawn.keys) == Set(machines))
        #expect(Set(listed.keys) == Set(machines))
        for machine in machines {
            let edges = try #require(coded[machine])
            #expect(drawn[machine] == edges, "\(machine), drawn")
            #expect(listed[machine] == edges, "\(machine), in the database")
        }
        await store.close()
    }

    @Test(
        "no state leads to another but by a step of its machine: the database refuses all others",
        arguments: ["reservation", "payment", "refund", "gift", "game"]
    )
    func refused(machine: String) async throws {
        let store = try await Store.open()
        _ = try await store.refunding()
        _ = try await store.offer()
        let states = try #require(StateMachines.states[machine])
        let edges = try #require(try StateMachines.edges()[machine])
        try await store.connection.script(Self.trials(machine))
        let trials = try await store.lines("SELECT pair, constraint_name FROM trial")
        #expect(trials.count == states.count * (states.count - 1))
        for from in states {
            for to in states where to != from {
                let isAllowed = edges.contains("\(from)|\(to)")
                let constraint = isAllowed ? "" : "\(machine)_transition"
                #expect(trials.contains("\(from)~\(to)|\(constraint)"), "\(from) to \(to)")
            }
        }
        await store.close()
    }

    /// Tries every pair of states on one row, with nothing in the way but the trigger of the
    /// machine: a row of `trial` a pair, with the constraint that refused it, or none.
    private static func trials(_ machine: String) -> String {
        """
        CREATE TEMP TABLE trial (pair text, constraint_name text);
        DO $$
        DECLARE
            own regclass := 'preorder.\(machine)';
            allowed text[] := ARRAY[\(list(machine))];
            rule record;
            from_state text;
            to_state text;
            refused_by text;
        BEGIN
            FOR rule IN SELECT conname FROM pg_constraint WHERE conrelid = own AND contype = 'c'
            LOOP
                EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', own, rule.conname);
            END LOOP;
            FOREACH from_state IN ARRAY allowed LOOP
                FOREACH to_state IN ARRAY allowed LOOP
                    CONTINUE WHEN from_state = to_state;
                    PERFORM set_config('session_replication_role', 'replica', true);
                    EXECUTE format('UPDATE %s SET status = %L '
                                   'WHERE ctid = (SELECT min(ctid) FROM %s)',
                                   own, from_state, own);
                    PERFORM set_config('session_replication_role', 'origin', true);
                    refused_by := '';
                    BEGIN
                        EXECUTE format('UPDATE %s SET status = %L WHERE status = %L', own,
                                       to_state, from_state);
                    EXCEPTION WHEN check_violation THEN
                        GET STACKED DIAGNOSTICS refused_by = CONSTRAINT_NAME;
                    END;
                    INSERT INTO trial VALUES (from_state || '~' || to_state, refused_by);
                END LOOP;
            END LOOP;
        END
        $$
        """
    }

    private static func list(_ machine: String) -> String {
        (StateMachines.states[machine] ?? []).map { "'\($0)'" }.joined(separator: ", ")
    }
}
