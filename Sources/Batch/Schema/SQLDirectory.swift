import Foundation

/// The directory with the only copy of the schema: `roles.sql`, `migrations/`, `views/` and
/// `grants.sql`.
public struct SQLDirectory: Sendable {
    /// Its path.
    public let path: String

    /// The directory at `path`.
    ///
    /// - Throws: `ProgramError.configuration` when there is none.
    public init(path: String) throws(ProgramError) {
        var isDirectory: ObjCBool = false
        guard
            FileManager.default.fileExists(atPath: path + "/migrations", isDirectory: &isDirectory),
            isDirectory.boolValue
        else {
            throw .configuration([
                "\(path) has no migrations/: give the schema's directory with --sql or "
                    + "RESERVOIR_SQL_DIR"
            ])
        }
        self.path = path
    }

    /// The directory of an option, else of RESERVOIR_SQL_DIR, else of the source tree that this
    /// program was built from.
    ///
    /// - Throws: `ProgramError.configuration` when there is none.
    public init(option: String?, settings: SettingsReader) throws(ProgramError) {
        try self.init(
            path: option ?? settings.string("RESERVOIR_SQL_DIR") ?? Self.development()
        )
    }

    /// `sql/` beside the `Sources/` that holds this file.
    public static func development(of file: String = #filePath) -> String {
        var url = URL(fileURLWithPath: file)
        for _ in ["SQLDirectory.swift", "Schema", "Batch", "Sources"] {
            url.deleteLastPathComponent()
        }
        return url.appendingPathComponent("sql").path
    }

    /// The text of a file, by its path below the directory; nil when there is no such file.
    ///
    /// - Throws: `ProgramError.configuration` when it cannot be read.
    func text(_ name: String) throws(ProgramError) -> String? {
        let file = path + "/" + name
        guard FileManager.default.fileExists(atPath: file) else { return nil }
        do {
            return try String(contentsOfFile: file, encoding: .utf8)
        } catch {
            throw .configuration(["\(file) cannot be read as UTF-8 text"])
        }
    }

    /// The `.sql` files of a folder below the directory, in the order of their names.
    ///
    /// - Throws: `ProgramError.configuration` when the folder cannot be read.
    func files(in folder: String) throws(ProgramError) -> [String] {
        let path = path + "/" + folder
        guard FileManager.default.fileExists(atPath: path) else { return [] }
        do {
            return try FileManager.default.contentsOfDirectory(atPath: path)
                .filter { $0.hasSuffix(".sql") && !$0.hasPrefix(".") }.sorted()
        } catch {
            throw .configuration(["\(path) cannot be read"])
        }
    }
}
