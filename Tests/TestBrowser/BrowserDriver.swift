import Foundation

/// Debian's chromedriver, on a free port, for as long as a test needs it.
struct BrowserDriver {
    let url: String
    private let process: Process

    /// Starts it and waits until it says where it listens.
    ///
    /// - Throws: `BrowserError` when it is not installed, which `jobs/bootstrap` sees to.
    static func start() throws -> BrowserDriver {
        let path = "/usr/bin/chromedriver"
        guard FileManager.default.isExecutableFile(atPath: path) else {
            throw BrowserError("\(path) is missing: run jobs/bootstrap")
        }
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = ["--port=0"]
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        var said = ""
        while true {
            let data = output.fileHandleForReading.availableData
            guard !data.isEmpty else { throw BrowserError("chromedriver ended: \(said)") }
            said += String(decoding: data, as: UTF8.self)
            guard let match = said.firstMatch(of: /successfully on port (\d+)\./) else { continue }
            return BrowserDriver(url: "http://127.0.0.1:\(match.1)", process: process)
        }
    }

    /// Ends it; whatever signals are blocked in this process, they are in the driver too.
    func stop() {
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }
}
