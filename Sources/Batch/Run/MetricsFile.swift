import Foundation
import Glibc

/// A file that its readers find whole, however its writer ends.
struct MetricsFile {
    private let directory: String
    private let name: String

    /// Why it could not be read or written.
    struct Fault: Error, CustomStringConvertible {
        let description: String

        /// What a call of the system refused.
        init(_ call: String, _ path: String) {
            description = "\(call) \(path): \(String(cString: strerror(errno)))"
        }
    }

    /// Readers are other users, whatever the umask.
    private static let mode: mode_t = 0o644

    /// What is left of a writer that was killed is in nobody's way, and goes after an hour.
    private static let leftoverAge: TimeInterval = 3_600

    /// The file `name.prom` of a directory.
    init(directory: String, name: String) {
        self.directory = directory
        self.name = name
    }

    private var path: String { "\(directory)/\(name).prom" }

    /// Its text; nil when there is none.
    func read() throws(Fault) -> String? {
        guard let bytes = FileManager.default.contents(atPath: path) else {
            guard errno == ENOENT || !FileManager.default.fileExists(atPath: path) else {
                throw Fault("read", path)
            }
            return nil
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Replaces it at once: a crash leaves the old file or the new one.
    func write(_ text: String) throws(Fault) {
        removeLeftovers()
        let fresh = "\(directory)/.\(name).\(UUID().uuidString).tmp"
        let descriptor = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, Self.mode)
        guard descriptor >= 0 else { throw Fault("open", fresh) }
        do throws(Fault) {
            defer { close(descriptor) }
            guard fchmod(descriptor, Self.mode) == 0 else { throw Fault("chmod", fresh) }
            try write(Array(text.utf8), to: descriptor, fresh)
            guard fsync(descriptor) == 0 else { throw Fault("fsync", fresh) }
        } catch {
            unlink(fresh)
            throw error
        }
        guard rename(fresh, path) == 0 else {
            let fault = Fault("rename", fresh)
            unlink(fresh)
            throw fault
        }
    }

    private func write(_ bytes: [UInt8], to descriptor: Int32, _ fresh: String) throws(Fault) {
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                Glibc.write(descriptor, buffer.baseAddress.map { $0 + done }, bytes.count - done)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Fault("write", fresh) }
            done += count
        }
    }

    /// A directory that cannot be listed is told of by `open`.
    private func removeLeftovers() {
        let manager = FileManager.default
        let names = manager.enumerator(atPath: directory)?.compactMap { $0 as? String } ?? []
        for leftover in names where leftover.hasPrefix(".\(name).") && leftover.hasSuffix(".tmp") {
            var status = stat()
            let path = "\(directory)/\(leftover)"
            guard stat(path, &status) == 0 else { continue }
            let age = Date().timeIntervalSince1970 - TimeInterval(status.st_mtim.tv_sec)
            if age > Self.leftoverAge { unlink(path) }
        }
    }
}
