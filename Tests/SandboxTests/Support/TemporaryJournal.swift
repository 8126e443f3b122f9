import Foundation
import Testing

/// A journal's path for as long as a test needs it.
enum TemporaryJournal {
    static func with(_ body: (String) async throws -> Void) async throws {
        let file = FileManager.default.temporaryDirectory
            .appendingPathComponent("sandbox-\(UUID().uuidString).journal")
        defer {
            do {
                try FileManager.default.removeItem(at: file)
            } catch {
                Issue.record("the journal could not be removed: \(error)")
            }
        }
        try await body(file.path)
    }
}
