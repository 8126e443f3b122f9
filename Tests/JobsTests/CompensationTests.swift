import Foundation
import Testing

@Suite("The table of compensations")
struct CompensationTests {
    /// `File.function` of every test there is.
    private static func tests() throws -> Set<String> {
        let folder = Jobs.root.appendingPathComponent("Tests")
        let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
            .filter { $0.hasSuffix("Tests.swift") }
        var names: Set<String> = []
        for path in paths {
            let suite = URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
            for match in try Jobs.text("Tests/\(path)").matches(of: /func (\w+)\(/) {
                names.insert("\(suite).\(match.1)")
            }
        }
        return names
    }

    /// The rows of README section 5 about what is built: a failure each, with what it names.
    private static func rows() throws -> [(failure: String, tests: [String])] {
        let lines = try Jobs.text("README.md")
            .split(separator: "\n", omittingEmptySubsequences: false)
        let section = lines.drop { !$0.hasPrefix("## 5. ") }.dropFirst()
            .prefix { !$0.hasPrefix("## ") && !$0.hasPrefix("### Not built") }
        return section.filter { $0.hasPrefix("| ") && !$0.hasPrefix("| failure ") }
            .map { row in
                let cells = row.split(separator: " | ", omittingEmptySubsequences: false)
                let named = cells.last?.matches(of: /`(\w+Tests\.\w+)`/).map { String($0.1) }
                return (String(cells.first ?? ""), named ?? [])
            }
    }

    @Test("names for every failure a test, and only tests that there are")
    func tests() throws {
        let (rows, tests) = (try Self.rows(), try Self.tests())
        #expect(rows.count > 50)
        for row in rows {
            #expect(!row.tests.isEmpty, "\(row.failure)")
            #expect(row.tests.allSatisfy(tests.contains), "\(row.failure): \(row.tests)")
        }
    }

    @Test("is broken in ways that fit the code as it is, each noticed by a test of the table")
    func breaks() throws {
        let blocks = try CompensationBlock.all()
        let named = Set(try Self.rows().flatMap(\.tests))
        #expect(blocks.count > 50)
        #expect(Set(blocks.map(\.name)).count == blocks.count)
        for block in blocks {
            let pieces = try Jobs.text(block.file).components(separatedBy: block.text)
            #expect(pieces.count == 2, "\(block.name): \(pieces.count - 1) times in \(block.file)")
            #expect(block.replacement != block.text, "\(block.name)")
            #expect(named.contains(block.test), "\(block.name): \(block.test)")
        }
    }
}
