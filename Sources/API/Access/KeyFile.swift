import Foundation
import Logging

/// The JWKS file, read again when it changes.
///
/// Replace the file by renaming another one over it. A file that cannot be read leaves the keys as
/// they were; the log says so.
actor KeyFile {
    private let path: String
    private let logger: Logger
    private var keys: TokenKeys
    private var seen: Version
    private var lookedAt: ContinuousClock.Instant = .now

    /// What tells one version of the file from another.
    private struct Version: Equatable {
        let inode: UInt64
        let bytes: UInt64
        let changedAt: Date
    }

    /// The file is looked at when what is known of it is as old as this.
    private let age: Duration

    /// The file at `path`, which must hold keys; looked at again after `age`.
    ///
    /// - Throws: `TokenKeys.Fault`.
    init(path: String, age: Duration, logger: Logger) async throws(TokenKeys.Fault) {
        self.path = path
        self.age = age
        self.logger = logger
        seen = try Self.version(path)
        keys = try await Self.read(path)
    }

    /// The keys as the file has them now, or had them a moment ago.
    func current() async -> TokenKeys {
        guard ContinuousClock.now - lookedAt >= age else { return keys }
        lookedAt = .now
        do throws(TokenKeys.Fault) {
            let version = try Self.version(path)
            guard version != seen else { return keys }
            seen = version
            keys = try await Self.read(path)
            logger.info("keys of tokens read again")
        } catch {
            logger.error("keys of tokens cannot be read", metadata: ["reason": "\(error)"])
        }
        return keys
    }

    private static func version(_ path: String) throws(TokenKeys.Fault) -> Version {
        do {
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            return Version(
                inode: (attributes[.systemFileNumber] as? NSNumber)?.uint64Value ?? 0,
                bytes: (attributes[.size] as? NSNumber)?.uint64Value ?? 0,
                changedAt: attributes[.modificationDate] as? Date ?? .distantPast
            )
        } catch {
            throw TokenKeys.Fault(description: "\(path) is not there or cannot be read")
        }
    }

    private static func read(_ path: String) async throws(TokenKeys.Fault) -> TokenKeys {
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw TokenKeys.Fault(description: "\(path) is not there or cannot be read")
        }
        do throws(TokenKeys.Fault) {
            return try await TokenKeys(jwks: Array(bytes))
        } catch {
            throw TokenKeys.Fault(description: "\(path): \(error)")
        }
    }
}
