import Foundation

/// The state diagrams of the README: a machine's name on a line of its own, then a line a state,
/// `from ──► to │ to`, with remarks in parentheses.
enum StateDiagram {
    private static let readme = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("README.md")

    /// Every edge that is drawn, by machine, as `from|to`.
    static func drawn() throws -> [String: Set<String>] {
        let text = try String(contentsOf: readme, encoding: .utf8)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            .drop { !$0.hasPrefix("**State diagrams**") }
            .drop { $0 != "```" }.dropFirst().prefix { $0 != "```" }
        var (edges, machine): ([String: Set<String>], String) = ([:], "")
        for line in lines where !line.isEmpty {
            guard line.hasPrefix(" ") else {
                machine = line.prefix { $0 != " " }.description
                continue
            }
            for edge in Self.edges(String(line)) { edges[machine, default: []].insert(edge) }
        }
        return edges
    }

    private static func edges(_ line: String) -> [String] {
        let parts = line.replacing(/\([^)]*\)/, with: "").components(separatedBy: "──►")
        guard parts.count == 2 else { return [] }
        let from = parts[0].trimmingCharacters(in: .whitespaces)
        return parts[1].split(separator: "│")
            .map { "\(from)|\($0.trimmingCharacters(in: .whitespaces))" }
    }
}
