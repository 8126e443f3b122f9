import Exposition
import Testing

@Suite("Prometheus' text format")
struct ExpositionTests {
    @Test("a family is its help, its kind and its samples, each on a line")
    func family() {
        var exposition = Exposition()
        exposition.family("a_total", .counter, "How many.", [Sample(3), Sample(0.5, ["x": "y"])])
        exposition.family("b", .gauge, "None now.", [])
        #expect(
            exposition.text == """
                # HELP a_total How many.
                # TYPE a_total counter
                a_total 3
                a_total{x="y"} 0.5
                # HELP b None now.
                # TYPE b gauge

                """
        )
    }

    @Test("what would end a label or a line is escaped")
    func escaped() {
        var exposition = Exposition()
        exposition.family("a", .gauge, "one\ntwo \\ three", [Sample(1, ["x": "a\"b\\c\nd"])])
        #expect(
            exposition.text == #"""
                # HELP a one\ntwo \\ three
                # TYPE a gauge
                a{x="a\"b\\c\nd"} 1

                """#
        )
    }

    @Test("a large whole number is not rounded, and no end is an end too")
    func numbers() {
        var exposition = Exposition()
        exposition.family(
            "a",
            .histogram,
            "h",
            [
                Sample(1_763_000_000_123, suffix: "_count"), Sample(Double.infinity),
                Sample(-2), Sample(1_763_000_000.25),
            ]
        )
        let values = exposition.text.split(separator: "\n").dropFirst(2)
        #expect(values == ["a_count 1763000000123", "a +Inf", "a -2", "a 1763000000.25"])
    }
}
