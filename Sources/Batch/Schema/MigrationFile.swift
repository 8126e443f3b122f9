internal import Crypto
import Foundation

/// A numbered step of the schema: `0001_outbox.sql`.
struct MigrationFile: Sendable {
    let number: Int
    let name: String
    let sql: String

    /// SHA-256 of the file's bytes, hexadecimal.
    var sha256: String {
        SHA256.hash(data: Data(sql.utf8)).map { byte in
            let hex = String(byte, radix: 16)
            return hex.count == 1 ? "0" + hex : hex
        }.joined()
    }

    /// All files of a directory; numbered from 1 without a gap.
    ///
    /// - Throws: `ProgramError.configuration` with every file that does not fit.
    static func all(in directory: SQLDirectory) throws(ProgramError) -> [MigrationFile] {
        var files: [MigrationFile] = []
        var problems: [String] = []
        for name in try directory.files(in: "migrations") {
            guard let number = number(of: name), number == files.count + 1 else {
                problems.append("migrations/\(name) is not number \(files.count + 1)")
                continue
            }
            let sql = try directory.text("migrations/\(name)") ?? ""
            files.append(MigrationFile(number: number, name: name, sql: sql))
        }
        if files.isEmpty { problems.append("\(directory.path)/migrations is empty") }
        guard problems.isEmpty else { throw .configuration(problems) }
        return files
    }

    private static func number(of name: String) -> Int? {
        let digits = name.prefix(4)
        guard digits.count == 4, name.dropFirst(4).first == "_",
            digits.allSatisfy({ $0.isASCII && $0.isNumber })
        else { return nil }
        return Int(digits)
    }
}
