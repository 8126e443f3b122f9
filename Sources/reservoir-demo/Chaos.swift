/// What goes wrong in `--chaos`: faults of every kind at the gateway and the mail server, and
/// batches that are killed in the middle.
struct Chaos: Sendable {
    /// Everything that is drawn begins here.
    let seed: UInt64

    /// The sandbox's faults, each at its rate.
    static let faults = [
        "--timeout-before-rate", "0.02", "--timeout-after-rate", "0.03", "--drop-rate", "0.04",
        "--timeout-late-rate", "0.02", "--error-before-rate", "0.03", "--error-after-rate", "0.04",
        "--rate-limit-rate", "0.04", "--refund-refused-rate", "0.04",
        "--refund-fails-late-rate", "0.06", "--mail-4xx-rate", "0.05", "--mail-5xx-rate", "0.02",
        "--mail-drop-after-rate", "0.05", "--timeout-hold", "1.5", "--fault-queries",
        "--refund-pending-rate", "0.05", "--down-rate", "0.05", "--down-seconds", "300",
    ]

    /// Seconds that a killed drain is waited for.
    static let lease = 3

    /// One batch in this many is killed.
    private static let killedOneIn = 4

    /// Time moves on to when this share of what waits is due.
    static let dueShare = 0.5

    /// Rounds with kills; after them the batches are left in peace to finish.
    private static let rounds = 12

    /// The drains of a round, all at once, each with the moment at which it is killed, if it is.
    func batches(round: Int) -> [(arguments: [String], killedAfter: Duration?)] {
        guard round <= Self.rounds else {
            return [
                (["payments"], nil), (["payments"], nil), (["points", "mail", "reports"], nil),
            ]
        }
        var random = SplitMix(seed: seed &+ UInt64(round) &* 1_000_003)
        let drains = ["payments", "payments", "payments", "points", "points", "mail", "reports"]
        return drains.map { channel in
            let isKilled = random.next() % UInt64(Self.killedOneIn) == 0
            let delay = Duration.milliseconds(Int64(30 + random.next() % 1_500))
            return ([channel], isKilled ? delay : nil)
        }
    }
}
