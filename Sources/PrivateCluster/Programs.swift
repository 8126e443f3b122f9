import Foundation

/// Finds PostgreSQL's server programs.
enum Programs {
    /// The first directory that has both `initdb` and `postgres`.
    ///
    /// `PG_BINDIR` comes first, then what `pg_config` says, the newest version under
    /// `/usr/lib/postgresql` (Debian's place), and `PATH`.
    ///
    /// - Throws: `programsMissing`.
    static func directory() async throws -> String {
        let environment = ProcessInfo.processInfo.environment
        let path = (environment["PATH"] ?? "").split(separator: ":").map(String.init)
        var candidates = environment["PG_BINDIR"].map { [$0] } ?? []
        if let tool = path.map({ $0 + "/pg_config" }).first(where: isExecutable) {
            let output = try await Program.run(tool, ["--bindir"])
            candidates.append(output.trimmingCharacters(in: .whitespacesAndNewlines))
        }
        candidates += versions() + path
        guard let found = candidates.first(where: isComplete) else {
            throw PrivateClusterError.programsMissing(searched: candidates)
        }
        return found
    }

    private static func versions() -> [String] {
        let root = "/usr/lib/postgresql"
        let names = FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? []
        return names.compactMap { Int($0) }.sorted(by: >).map { "\(root)/\($0)/bin" }
    }

    private static func isComplete(_ directory: String) -> Bool {
        isExecutable(directory + "/initdb") && isExecutable(directory + "/postgres")
    }

    private static func isExecutable(_ file: String) -> Bool {
        FileManager.default.isExecutableFile(atPath: file)
    }
}
