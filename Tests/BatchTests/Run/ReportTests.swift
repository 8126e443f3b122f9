import Foundation
import Postgres
import TestTurns
import Testing

@testable import Batch

@Suite("What a run says", .inTurn)
struct ReportTests {
    @Test("the summary is one line with every counter, zeros too")
    func summary() throws {
        let report = RunReport(
            program: "reservoir-drain",
            task: "points",
            result: "done",
            counts: [("claimed", 10), ("applied", 10), ("dead", 0)],
            elapsed: .milliseconds(1_250)
        )
        #expect(
            report.line
                == "reservoir-drain points: done in 1.25s; claimed 10, applied 10, dead 0"
        )
        let json = try report.json.text()
        #expect(json.contains(#""claimed":10"#))
        #expect(json.contains(#""run_id":null"#))
        #expect(!json.contains("\n"))
    }

    @Test("whatever a field holds, a log line stays one line that cannot be forged")
    func logLine() {
        let line = LogLine(
            at: Timestamp(microseconds: 0),
            level: "info",
            program: "p",
            message: "charge sent",
            fields: ["detail": "a\nlevel=critical \"x\"", "run_id": "7"]
        )
        #expect(
            line.text(.logfmt)
                == #"time=1970-01-01T00:00:00Z level=info program=p message="charge sent" "#
                + #"detail="a\nlevel=critical \"x\"" run_id=7"#
        )
        #expect(
            line.text(.json).hasSuffix(#""detail":"a\nlevel=critical \"x\"","run_id":"7"}"#)
        )
    }

    @Test("columns line up under Hangul, and control characters steer no terminal")
    func table() {
        var table = TextTable("TITLE", "N")
        table.add("별의 바다", "1")
        table.add("Sea\u{1b}[2J", "2")
        #expect(table.lines == ["TITLE      N", "별의 바다  1", "Sea [2J    2"])
    }

    @Test("an error becomes the exit status that its kind has")
    func statuses() {
        #expect(ProgramError(PostgresError.connectFailed("x")).exitStatus == .unavailable)
        #expect(ProgramError(PostgresError.commitUnknown("x")).exitStatus == .unavailable)
        #expect(ProgramError(PostgresError.rolledBack).exitStatus == .bug)
        #expect(ProgramError(CancellationError()).exitStatus == .bug)
    }
}
