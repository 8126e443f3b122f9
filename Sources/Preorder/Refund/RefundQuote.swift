/// What goes back in a refund, in cash and in points: pure arithmetic.
///
/// Points earned are taken back as far as they are there. Those already spent are made up for in
/// cash, then in points not restored; what neither covers is written off. Cash is rounded up to
/// the gateway's increment, and what is less than a point is never asked for.
public struct RefundQuote: Hashable, Sendable {
    /// Cash, minor units; never more than was charged.
    public let cashMinor: Int64

    /// Points used that come back.
    public let pointsRestored: Int64

    /// Points earned that are there and are taken back.
    public let pointsClawedBack: Int64

    /// Points earned and spent that the member makes up for, in cash or in points not restored.
    public let pointsDeducted: Int64

    /// Points earned and spent that nobody makes up for.
    public let pointsWrittenOff: Int64

    /// What goes back of a charge.
    ///
    /// - Parameters:
    ///   - chargedMinor: what was charged in cash, minor units.
    ///   - incrementMinor: the gateway's step, minor units.
    ///   - pointMinor: what one point is worth, minor units.
    ///   - pointsUsed: points that paid a part.
    ///   - pointsEarned: points that the charge earned, less what of them expired unused.
    ///   - pointsAtHand: points that the member has to be taken back.
    public init(
        chargedMinor: Int64,
        incrementMinor: Int64,
        pointMinor: Int64,
        pointsUsed: Int64,
        pointsEarned: Int64,
        pointsAtHand: Int64
    ) {
        pointsClawedBack = min(pointsEarned, pointsAtHand)
        let shortfall = pointsEarned - pointsClawedBack
        let shortfallMinor = shortfall * pointMinor
        let exact = max(0, chargedMinor - shortfallMinor)
        let steps = (exact + incrementMinor - 1) / incrementMinor
        cashMinor = min(chargedMinor, steps * incrementMinor)
        let withheldMinor = chargedMinor - cashMinor
        let inCash = withheldMinor / pointMinor
        let uncovered = (shortfallMinor - withheldMinor) / pointMinor
        let inPoints = cashMinor == 0 ? min(pointsUsed, uncovered) : 0
        pointsRestored = pointsUsed - inPoints
        pointsDeducted = inCash + inPoints
        pointsWrittenOff = shortfall - pointsDeducted
    }
}
