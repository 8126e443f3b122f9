import Postgres
import Testing

@testable import reservoir_demo

/// A drain passes over what was written by a transaction that had not committed; what it notes of
/// such transactions must survive it.
@Suite("A drain that is killed while it looks for late commits", .serialized)
struct LateCommitTests {
    static let points = ["late:before-commit", "late:after-commit"].map { "payments:\($0)" }

    @Test("loses nothing and repeats nothing", arguments: points)
    func killed(at point: String) async throws {
        try await Stage.with(.submitted(7)) { stage in
            let writer = try await stage.story.connect()
            // Takes a transaction id and stays open, as a slow writer does.
            try await writer.script("BEGIN; SELECT pg_current_xact_id()")
            try await stage.crash("reservoir-drain", ["payments"], at: point)
            try await writer.script("COMMIT")
            await writer.close()
            let broken = try await stage.finish()
            #expect(broken == [])
        }
    }
}
