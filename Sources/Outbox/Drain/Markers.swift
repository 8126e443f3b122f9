import Postgres

/// The markers of this run: which batch still has members without a settlement.
struct Markers: Sendable {
    private struct Open {
        let lane: Int16
        var members: Set<Int64>
    }

    private var open: [Int64: Open] = [:]
    private var batchOf: [Int64: Int64] = [:]

    /// Notes a marker that was committed.
    mutating func add(batchID: Int64, lane: Int16, members: [Int64]) {
        open[batchID] = Open(lane: lane, members: Set(members))
        for member in members { batchOf[member] = batchID }
    }

    /// Members that left the drain's hands; returns the markers that are done with.
    mutating func settle(_ members: [Int64]) -> [(lane: Int16, batchID: Int64)] {
        var done: [(lane: Int16, batchID: Int64)] = []
        for member in members {
            guard let batchID = batchOf.removeValue(forKey: member) else { continue }
            open[batchID]?.members.remove(member)
            guard let batch = open[batchID], batch.members.isEmpty else { continue }
            open[batchID] = nil
            done.append((batch.lane, batchID))
        }
        return done
    }

    /// Forgets markers of lanes that were lost: they are the next owner's.
    mutating func forget(lanes: Set<Int16>) {
        for (batchID, batch) in open where lanes.contains(batch.lane) {
            open[batchID] = nil
            for member in batch.members { batchOf[member] = nil }
        }
    }
}
