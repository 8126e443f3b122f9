import TestTurns
import Testing

@testable import Outbox

@Suite("A snapshot", .inTurn)
struct SnapshotTests {
    @Test("names who may still commit below: those in progress and those assigned since")
    func below() throws {
        let snapshot = try #require(Snapshot("100:105:100,103"))
        #expect(snapshot.mayCommitBelow(assigned: 107) == [100, 103, 105, 106])
        #expect(snapshot.mayCommitBelow(assigned: 105) == [100, 103])
    }

    @Test("is refused when malformed", arguments: ["", "1:2", "a:b:c"])
    func malformed(text: String) {
        #expect(Snapshot(text) == nil)
    }
}
