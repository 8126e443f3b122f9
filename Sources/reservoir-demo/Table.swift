/// A table in plain text: headings, a rule, right-aligned numbers.
struct Table: Sendable {
    let title: String
    let headings: [String]
    let rows: [[String]]

    var text: String {
        let widths = headings.indices.map { column in
            ([headings] + rows).map { $0[column].count }.max() ?? 0
        }
        let rule = widths.map { String(repeating: "─", count: $0) }.joined(separator: "  ")
        let lines = rows.map { line($0, widths) }
        return ([title, line(headings, widths), rule] + lines).joined(separator: "\n")
    }

    private func line(_ cells: [String], _ widths: [Int]) -> String {
        cells.indices.map { column in
            let padding = String(repeating: " ", count: widths[column] - cells[column].count)
            return isNumeric(column) ? padding + cells[column] : cells[column] + padding
        }.joined(separator: "  ")
    }

    private func isNumeric(_ column: Int) -> Bool {
        !rows.isEmpty
            && rows.allSatisfy { row in
                row[column].allSatisfy { $0.isNumber || ",.- ".contains($0) || $0.isUppercase }
                    && row[column].contains(where: \.isNumber)
            }
    }
}
