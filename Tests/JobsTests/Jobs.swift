import Foundation
import Testing

/// The `jobs/` directory, and what the programs it names can do.
enum Jobs {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
    }

    /// The texts of all files of a folder.
    static func texts(in folder: String) throws -> [String] {
        try FileManager.default
            .contentsOfDirectory(atPath: root.appendingPathComponent(folder).path).sorted()
            .map { try text("\(folder)/\($0)") }
    }

    /// The names of the unit files, sorted.
    static func units() throws -> [String] {
        try FileManager.default
            .contentsOfDirectory(atPath: root.appendingPathComponent("jobs/systemd").path).sorted()
    }

    /// What each batch program can be asked for, from the enum that its arguments are.
    static func vocabulary() throws -> [String: Set<String>] {
        [
            "reservoir-drain": try cases("Sources/reservoir-drain/ChannelName.swift"),
            "reservoir-sweep": try cases("Sources/reservoir-sweep/SweepTask.swift"),
        ]
    }

    private static func cases(_ path: String) throws -> Set<String> {
        let lines = try text(path).split(separator: "\n").map {
            $0.trimmingCharacters(in: .whitespaces)
        }
        let names = lines.filter { $0.hasPrefix("case ") && !$0.contains(":") }
            .flatMap { $0.dropFirst(5).split(separator: ",") }
            .map { $0.trimmingCharacters(in: .whitespaces) }
        try #require(!names.isEmpty, "\(path) has no cases")
        return Set(names)
    }

    /// The commands of a line that may chain several: program and the names it is asked for.
    static func commands(_ line: String) -> [(program: String, names: [String])] {
        let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
        let starts = words.indices.filter {
            words[$0].split(separator: "/").last?.hasPrefix("reservoir-") == true
        }
        return starts.map { start in
            let program = words[start].split(separator: "/").last.map(String.init) ?? ""
            let names = words[(start + 1)...].prefix { !$0.hasPrefix("-") && $0 != ">/dev/null" }
            return (program, Array(names))
        }
    }

    /// Runs a program to its end; its exit status and everything it printed.
    static func run(_ path: String, _ arguments: [String]) throws -> (Int32, String) {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.standardOutput = pipe
        process.standardError = pipe
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }
}
