import Postgres

/// A PostgreSQL snapshot: which transactions had not committed when it was taken.
///
/// Source: PostgreSQL manual, "System Information Functions", type `pg_snapshot`.
struct Snapshot: Sendable, Equatable {
    /// Lowest transaction id not yet assigned a result.
    let xmax: UInt64

    /// Transactions below `xmax` that were in progress.
    let inProgress: [UInt64]

    /// Reads `xmin:xmax:a,b,…`; nil when the text is not a snapshot.
    init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 3, let xmax = UInt64(parts[1]) else { return nil }
        self.xmax = xmax
        inProgress = parts[2].split(separator: ",").compactMap { UInt64($0) }
    }

    /// Every transaction that may still commit a message below what this snapshot saw.
    ///
    /// A message's id is taken after its transaction's own id, so a writer that was passed over was
    /// in progress here, or had an id below `assigned`, which was given out after the snapshot.
    func mayCommitBelow(assigned: UInt64) -> [UInt64] {
        guard assigned > xmax else { return inProgress }
        return inProgress + Array(xmax..<assigned)
    }
}
