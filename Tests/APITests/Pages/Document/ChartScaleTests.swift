import Testing

@testable import API

@Suite("Marks of a chart")
struct ChartScaleTests {
    @Test(
        "few round marks reach the largest value",
        arguments: [
            (0, 1, [0, 1]), (1, 1, [0, 1]), (3, 1, [0, 1, 2, 3]), (7, 1, [0, 2, 4, 6, 8]),
            (59_800, 1, [0, 20_000, 40_000, 60_000]), (5_999, 100, [0, 2_000, 4_000, 6_000]),
            (150, 100, [0, 100, 200]),
        ] as [(Int64, Int64, [Int64])]
    )
    func marks(largest: Int64, unit: Int64, expected: [Int64]) {
        #expect(ChartScale(upTo: largest, unit: unit).marks == expected)
    }

    @Test("nothing is too large or too small", arguments: [Int64.max, .max / 3, -1, .min])
    func extremes(largest: Int64) {
        let scale = ChartScale(upTo: largest)
        #expect(scale.marks.count >= 2 && scale.marks.count <= 5)
        #expect(scale.share(largest) >= 0)
    }
}
