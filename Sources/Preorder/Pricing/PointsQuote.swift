/// Whether a number of points may pay a part of a price, and which numbers nearby may.
///
/// What the points leave must be 0, or an amount that the gateway can charge: at least its minimum
/// and a multiple of its increment.
public struct PointsQuote: Sendable {
    /// The price in minor units.
    public let priceMinor: Int64

    /// Minor units that one point is worth.
    public let pointMinor: Int64

    /// The gateway's smallest charge, minor units.
    public let minimumMinor: Int64

    /// The gateway's step, minor units.
    public let incrementMinor: Int64

    /// A quote for a price at a gateway.
    public init(priceMinor: Int64, pointMinor: Int64, minimumMinor: Int64, incrementMinor: Int64) {
        self.priceMinor = priceMinor
        self.pointMinor = pointMinor
        self.minimumMinor = minimumMinor
        self.incrementMinor = incrementMinor
    }

    /// What `points` leave to charge; nil when they cannot be used for this price.
    public func remainderMinor(points: Int64) -> Int64? {
        guard points >= 0, points <= priceMinor / pointMinor else { return nil }
        let remainder = priceMinor - points * pointMinor
        let chargeable = remainder >= minimumMinor && remainder % incrementMinor == 0
        return remainder == 0 || chargeable ? remainder : nil
    }

    /// The nearest number below `points` that would do; nil when none does.
    public func nearestBelow(_ points: Int64) -> Int64? {
        let highest = min(points - 1, priceMinor / pointMinor)
        if remainderMinor(points: highest) == 0 { return highest }
        let payable = min(highest, (priceMinor - minimumMinor) / pointMinor)
        return search(from: payable, by: -1)
    }

    /// The nearest number above `points` that would do; nil when none does.
    public func nearestAbove(_ points: Int64) -> Int64? {
        let whole = priceMinor / pointMinor
        let start = max(0, points + 1)
        if let found = search(from: start, by: 1) { return found }
        return start <= whole && remainderMinor(points: whole) == 0 ? whole : nil
    }

    /// Remainders repeat after at most `incrementMinor` steps, so the search is bounded by it.
    private func search(from start: Int64, by step: Int64) -> Int64? {
        (0...incrementMinor).lazy.map { start + $0 * step }
            .first { $0 >= 0 && remainderMinor(points: $0) != nil }
    }
}
