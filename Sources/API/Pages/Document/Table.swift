/// A table of a page: a row of names, then a row for each thing.
struct Table: Sendable {
    private let names: [String]
    private let numbers: Set<Int>
    private let rows: [[HTML]]
    private let none: String

    /// A table whose columns at `numbers` are set to the right; `none` is said when it has no rows.
    init(_ names: [String], numbers: Set<Int> = [], rows: [[HTML]], none: String) {
        self.names = names
        self.numbers = numbers
        self.rows = rows
        self.none = none
    }

    var html: HTML {
        guard !rows.isEmpty else { return "<p class=\"soft\">\(none)</p>" }
        return """
            <div class="scroll"><table><thead><tr>\(heads)</tr></thead>
            <tbody>\(rows.map(line))</tbody></table></div>
            """
    }

    private var heads: [HTML] {
        names.enumerated().map { place, name in "<th\(style(place)) scope=\"col\">\(name)</th>" }
    }

    private func line(_ cells: [HTML]) -> HTML {
        let cells = cells.enumerated().map { place, cell -> HTML in
            "<td\(style(place))>\(cell)</td>"
        }
        return "<tr>\(cells)</tr>\n"
    }

    private func style(_ place: Int) -> HTML {
        numbers.contains(place) ? " class=\"number\"" : .nothing
    }
}
