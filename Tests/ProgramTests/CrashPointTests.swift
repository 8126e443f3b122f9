import Foundation
import Testing

/// That the crash tests are complete: whoever adds a boundary adds a test that dies there.
@Suite("The crash points in the sources")
struct CrashPointTests {
    private static let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Sources")

    /// The names as they are written in the sources, interpolations included.
    private func templates() throws -> Set<String> {
        let files = FileManager.default.enumerator(
            at: Self.sources,
            includingPropertiesForKeys: nil
        )
        var templates: Set<String> = []
        for case let file as URL in files ?? .init() where file.pathExtension == "swift" {
            let text = try String(contentsOf: file, encoding: .utf8)
            let calls = text.matches(of: /CrashPoint\.reach\(\s*"((?:[^"\\]|\\\([^)]*\))*)"/)
            templates.formUnion(calls.map { String($0.output.1) })
        }
        return templates
    }

    /// Whether a name can come of a template.
    private func matches(_ template: String, _ name: String) -> Bool {
        let parts = template.split(separator: ":").map(String.init)
        let words = name.prefix { $0 != "#" }.split(separator: ":").map(String.init)
        return parts.count == words.count
            && zip(parts, words).allSatisfy { $0.contains("\\(") || $0 == $1 }
    }

    @Test("each have a test that dies there, and each such test has its point")
    func complete() throws {
        let templates = try templates()
        #expect(templates.count > 10)
        let points = CrashCase.all.map(\.point) + LateCommitTests.points
        for template in templates {
            #expect(points.contains { matches(template, $0) }, "\(template) has no test")
        }
        for point in points {
            #expect(templates.contains { matches($0, point) }, "\(point) is in no source")
        }
    }

    @Test("are met on every channel that is drained")
    func channels() throws {
        let stages = ["mark:before-commit", "mark:after-commit", "touch:before-commit"]
        let points = Set(CrashCase.all.map(\.point))
        for channel in try cases("reservoir-drain/ChannelName.swift") {
            for stage in stages { #expect(points.contains("\(channel):\(stage)")) }
        }
    }

    private func cases(_ path: String) throws -> [String] {
        let text = try String(
            contentsOf: Self.sources.appendingPathComponent(path),
            encoding: .utf8
        )
        return text.matches(of: /\n    case ([a-z]+)/).map { String($0.output.1) }
    }
}
