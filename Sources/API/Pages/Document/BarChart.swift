/// Bars by day or hour, drawn on the server.
///
/// It is read in three ways: at a glance, by pointing at a bar, and as a table, which only screen
/// readers meet.
struct BarChart: Sendable {
    /// One colour's bars.
    struct Series: Sendable {
        let name: String

        /// A value for each place of the axis.
        let values: [Int64]
    }

    private let title: String
    private let axis: [String]
    private let series: [Series]
    private let scale: ChartScale
    private let say: Words
    private let text: @Sendable (Int64) -> String

    private static let (width, height, top, bottom) = (480.0, 190.0, 10.0, 24.0)

    /// Half of the last name, which stands under the middle of its bars.
    private static let right = 12.0

    /// As many names as fit under the bars.
    private static let namesMax = 7

    /// The colours that the stylesheet has, in the order of the series.
    private static let colours = ["bar first", "bar second", "bar third"]

    /// Bars at each place of `axis`, of at most three series; `unit` is what marks are multiples of.
    init(
        _ title: String,
        axis: [String],
        series: [Series],
        unit: Int64 = 1,
        say: Words,
        text: @escaping @Sendable (Int64) -> String
    ) {
        self.title = title
        self.axis = axis
        self.series = series
        self.say = say
        self.text = text
        scale = ChartScale(upTo: series.flatMap(\.values).max() ?? 0, unit: unit)
    }

    var html: HTML {
        """
        <figure class="card"><figcaption>\(title)\(keys)</figcaption>
        <svg class="chart" viewBox="0 0 480 190" role="img" aria-label="\(title)">\(lines)\(bars)\
        \(names)\(nothing)</svg>
        <div class="unseen">\(table)</div></figure>
        """
    }

    private var keys: [HTML] {
        guard series.count > 1 else { return [] }
        return zip(series, Self.colours).map { series, colour in
            "<span class=\"small soft\"><span class=\"key \(colour)\"></span>\(series.name)</span>"
        }
    }

    /// Room for the longest mark; characters beyond ASCII are about twice as wide.
    private var left: Double {
        let widths = scale.marks.map { mark in
            text(mark).unicodeScalars.reduce(0.0) { $0 + ($1.isASCII ? 6.4 : 11.5) }
        }
        return (widths.max() ?? 0) + 8
    }

    private var floor: Double { Self.height - Self.bottom }

    private func level(_ value: Int64) -> Double {
        floor - scale.share(value) * (floor - Self.top)
    }

    private var lines: [HTML] {
        scale.marks.map { mark in
            let y = level(mark)
            return """
                <line x1="\(point(left))" x2="480" y1="\(point(y))" y2="\(point(y))"/>\
                <text x="\(point(left - 6))" y="\(point(y + 4))" text-anchor="end">\(text(mark))</text>
                """
        }
    }

    private var slot: Double { (Self.width - Self.right - left) / Double(max(1, axis.count)) }

    private var bars: [HTML] {
        axis.indices.map { place in
            let start = left + slot * Double(place)
            return """
                <g><title>\(told(place))</title>\
                <rect x="\(point(start))" y="\(point(Self.top))" width="\(point(slot))" \
                height="\(point(floor - Self.top))" fill="transparent"/>\(group(place, start))</g>
                """
        }
    }

    private func group(_ place: Int, _ start: Double) -> [HTML] {
        let width = slot * 0.72 / Double(max(1, series.count))
        return zip(series, Self.colours).enumerated().compactMap { number, each -> HTML? in
            let (series, colour) = each
            guard series.values[place] > 0 else { return nil }
            // What is there must be seen, however small.
            let height = max(1.5, floor - level(series.values[place]))
            let x = start + slot * 0.14 + width * Double(number)
            return """
                <rect class="\(colour)" x="\(point(x))" y="\(point(floor - height))" \
                width="\(point(width))" height="\(point(height))" rx="1"/>
                """
        }
    }

    /// What pointing at a place shows.
    private func told(_ place: Int) -> String {
        let values = series.map { "\($0.name): \(text($0.values[place]))" }
        return "\(axis[place]) — " + values.joined(separator: ", ")
    }

    private var names: [HTML] {
        let every = (axis.count + Self.namesMax - 1) / Self.namesMax
        return axis.indices.compactMap { place -> HTML? in
            // Counted from the end, so that the present has its name.
            guard (axis.count - 1 - place).isMultiple(of: max(1, every)) else { return nil }
            let x = left + slot * (Double(place) + 0.5)
            return """
                <text x="\(point(x))" y="\(point(Self.height - 6))" text-anchor="middle">\
                \(axis[place])</text>
                """
        }
    }

    private var nothing: HTML {
        guard series.allSatisfy({ $0.values.allSatisfy { $0 == 0 } }) else { return .nothing }
        return """
            <text x="\(point((left + Self.width) / 2))" y="90" text-anchor="middle">\
            \(say("아직 없음", "Nothing yet"))</text>
            """
    }

    private var table: HTML {
        let rows = axis.indices.map { place -> [HTML] in
            ["\(axis[place])"] + series.map { "\(text($0.values[place]))" }
        }
        return Table([title] + series.map(\.name), rows: rows, none: "").html
    }

    private func point(_ value: Double) -> String { "\((value * 10).rounded() / 10)" }
}
