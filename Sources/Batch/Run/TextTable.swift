/// A table for a terminal: columns as wide as their widest cell, two spaces between them.
public struct TextTable: Sendable {
    private let header: [String]
    private var rows: [[String]] = []

    /// A table with these column titles.
    public init(_ header: String...) { self.header = header }

    /// Adds a row; cells beyond the header's are dropped, line breaks become spaces.
    public mutating func add(_ cells: String...) { add(cells) }

    /// Adds a row likewise.
    public mutating func add(_ cells: [String]) {
        rows.append(cells.prefix(header.count).map(Self.oneLine))
    }

    /// The lines, header first, without trailing spaces.
    public var lines: [String] {
        let all = [header] + rows
        let widths = header.indices.map { column in
            all.map { column < $0.count ? Self.width($0[column]) : 0 }.max() ?? 0
        }
        return all.map { row in
            var line = ""
            for (column, cell) in row.enumerated() {
                let isLast = column == row.count - 1
                let padding = isLast ? 0 : widths[column] - Self.width(cell) + 2
                line += cell + String(repeating: " ", count: padding)
            }
            while line.last == " " { line.removeLast() }
            return line
        }
    }

    /// A control character from the database must not steer somebody's terminal.
    private static func oneLine(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { scalar in
                    scalar.properties.generalCategory == .control ? " " : scalar
                }
            )
        )
    }

    /// Columns a terminal needs; Hangul, Han, kana and full-width forms take two.
    ///
    /// Source: Unicode Standard Annex 11, East Asian Width.
    static func width(_ text: String) -> Int {
        text.unicodeScalars.reduce(0) { sum, scalar in
            switch scalar.value {
            case 0x1100...0x115f, 0x2e80...0x303e, 0x3041...0xa4cf, 0xac00...0xd7a3,
                0xf900...0xfaff, 0xfe30...0xfe6f, 0xff00...0xff60, 0xffe0...0xffe6,
                0x1f300...0x1faff, 0x20000...0x3fffd:
                return sum + 2
            default:
                return sum + (scalar.properties.generalCategory == .nonspacingMark ? 0 : 1)
            }
        }
    }
}
