import Foundation
import Testing

@Suite("jobs/check-release")
struct CheckReleaseTests {
    private let path = Jobs.root.appendingPathComponent("jobs/check-release").path

    /// A debug build, which stands beside the test bundle.
    private static let drain = ([Bundle.main.bundlePath] + CommandLine.arguments)
        .map { URL(fileURLWithPath: $0) }
        .flatMap { [$0, $0.deletingLastPathComponent()] }
        .map { $0.appendingPathComponent("reservoir-drain").path }
        .first { FileManager.default.isExecutableFile(atPath: $0) }

    @Test("finds the crash points of a debug build")
    func debug() throws {
        let drain = try #require(Self.drain)
        let (status, output) = try Jobs.run(path, [drain])
        #expect(status == 1)
        #expect(output.contains("HAS CRASH POINTS"))
    }

    @Test("finds none in another program, and does not take a missing one for clean")
    func others() throws {
        let (status, output) = try Jobs.run(path, ["/bin/sh"])
        #expect(status == 0, "\(output)")
        let (missing, _) = try Jobs.run(path, ["/nowhere/reservoir-drain"])
        #expect(missing == 64)
    }
}
