import Foundation

/// Where a program says why it could not do its work.
enum StandardError {
    static func write(_ lines: [String], program: String) {
        let text = lines.map { "\(program): \($0)\n" }.joined()
        FileHandle.standardError.write(Data(text.utf8))
    }
}
