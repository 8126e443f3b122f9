import Foundation

/// The append-only file of everything that happened, one JSON line a step.
///
/// A line reaches the operating system with one `write(2)` before its answer leaves, so a killed
/// sandbox has forgotten nothing it answered. (It is not `fsync`ed: the machine is not the thing
/// that development and tests pull the plug of.) A torn last line was never answered and is cut
/// off when the file is read back.
final class Journal: Sendable {
    private let path: String
    private let descriptor: Int32

    private static let newline = UInt8(ascii: "\n")

    init(path: String) throws(SandboxError) {
        self.path = path
        descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw .journalFailed(path: path, reason: Journal.reason())
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw .journalInUse(path: path)
        }
    }

    deinit {
        close(descriptor)
    }

    /// What earlier sandboxes wrote, in order.
    func readBack() throws(SandboxError) -> [Changes] {
        let bytes = try contents()
        let whole = bytes.lastIndex(of: Self.newline).map { $0 + 1 } ?? 0
        if whole < bytes.count, ftruncate(descriptor, off_t(whole)) != 0 {
            throw .journalFailed(path: path, reason: Journal.reason())
        }
        let decoder = JSONDecoder()
        var changes: [Changes] = []
        for (index, line) in bytes[..<whole].split(separator: Self.newline).enumerated() {
            do {
                changes.append(try decoder.decode(Changes.self, from: Data(line)))
            } catch {
                throw .journalDamaged(path: path, line: index + 1, reason: "\(error)")
            }
        }
        return changes
    }

    /// Writes one step; it is in the file when this returns.
    func append(_ changes: Changes) throws(SandboxError) {
        var line: Data
        do {
            line = try JSONEncoder().encode(changes)
        } catch {
            throw .journalFailed(path: path, reason: "\(error)")
        }
        line.append(Self.newline)
        let written = line.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        guard written == line.count else {
            throw .journalFailed(path: path, reason: Journal.reason())
        }
    }

    private func contents() throws(SandboxError) -> Data {
        do {
            return try Data(contentsOf: URL(fileURLWithPath: path))
        } catch {
            throw .journalFailed(path: path, reason: "\(error)")
        }
    }

    private static func reason() -> String {
        String(cString: strerror(errno))
    }
}
