/// What a refund comes to, written from the design alone and as plainly as possible: every unit is
/// counted, none is computed.
///
/// "holds the claw-back; cash = max(0, charged − shortfall), a remaining shortfall reduces the
/// points restored, then is written off"; "refund cash is rounded up to the increment, the
/// difference written off".
struct RefundOracle: Equatable {
    var cashMinor: Int64
    var pointsRestored: Int64
    var pointsClawedBack: Int64 = 0
    var pointsDeducted: Int64 = 0
    var pointsWrittenOff: Int64 = 0

    init(
        charged: Int64,
        increment: Int64,
        pointMinor: Int64,
        used: Int64,
        earned: Int64,
        atHand: Int64
    ) {
        cashMinor = charged
        pointsRestored = used
        var shortfall: Int64 = 0
        for _ in 0..<earned {
            if pointsClawedBack < atHand { pointsClawedBack += 1 } else { shortfall += 1 }
        }
        // What the shortfall is worth comes out of the cash, as far as there is some …
        var owed = shortfall * pointMinor
        while owed > 0, cashMinor > 0 {
            owed -= 1
            cashMinor -= 1
        }
        // … a gateway gives back whole increments, never more than was charged …
        while cashMinor % increment != 0, cashMinor < charged { cashMinor += 1 }
        // … and what is left comes out of the points, whole ones.
        while owed >= pointMinor, pointsRestored > 0 {
            owed -= pointMinor
            pointsRestored -= 1
        }
        // A point is made up for when its whole worth was kept.
        var kept = charged - cashMinor
        while kept >= pointMinor {
            kept -= pointMinor
            pointsDeducted += 1
        }
        pointsDeducted += used - pointsRestored
        pointsWrittenOff = shortfall - pointsDeducted
    }
}
