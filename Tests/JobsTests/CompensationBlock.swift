/// A block of `Tests/Compensations/breaks.txt`: how one compensation is broken.
struct CompensationBlock {
    let name: String
    let file: String
    let text: String
    let replacement: String
    let test: String

    /// All of them, in their order.
    static func all() throws -> [CompensationBlock] {
        try Jobs.text("Tests/Compensations/breaks.txt")
            .split(separator: "\n", omittingEmptySubsequences: false)
            .split { $0.allSatisfy(\.isWhitespace) }
            .map { lines in lines.filter { !$0.hasPrefix("#") } }
            .filter { !$0.isEmpty }
            .map(CompensationBlock.init(lines:))
    }

    private init(lines: [Substring]) throws {
        let words = ["compensation", "file", "is", "becomes", "test"]
        let said = lines.map { line in
            line.split(separator: " ", maxSplits: 1).map(String.init)
        }
        guard said.map(\.first) == words else { throw Malformed(lines: lines.map(String.init)) }
        let values = said.map { $0.count > 1 ? $0[1] : "" }
        (name, file, text) = (values[0], values[1], values[2])
        (replacement, test) = (values[3], values[4])
    }

    /// A block that is not the five lines.
    struct Malformed: Error {
        let lines: [String]
    }
}
