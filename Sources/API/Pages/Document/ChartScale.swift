/// The marks of a chart's axis: a pure decision.
struct ChartScale: Sendable, Hashable {
    /// From 0 to the top, evenly spaced.
    let marks: [Int64]

    /// The last mark, which nothing exceeds.
    var top: Int64 { marks.last ?? 1 }

    /// At most this many steps.
    private static let stepsMax: Int64 = 4

    /// Marks for values up to `largest`, a 1, 2 or 5 with zeros times `unit` apart.
    init(upTo largest: Int64, unit: Int64 = 1) {
        let needed = max(0, largest) / Self.stepsMax + (largest % Self.stepsMax > 0 ? 1 : 0)
        let steps = Self.steps(of: max(1, unit))
        let step = steps.first { $0 >= needed } ?? steps[steps.count - 1]
        let count = min(Self.stepsMax, max(1, largest / step + (largest % step > 0 ? 1 : 0)))
        marks = (0...count).map { $0 * step }
    }

    /// The unit times 1, 2, 5, 10, 20, 50 and so on, for as far as four of them can be counted.
    private static func steps(of unit: Int64) -> [Int64] {
        var steps = [unit]
        var power = unit
        while power <= .max / 40 {
            steps += [power * 2, power * 5, power * 10]
            power *= 10
        }
        return steps
    }

    /// How high a value stands, 0 to 1.
    func share(_ value: Int64) -> Double { Double(max(0, value)) / Double(top) }
}
