import Foundation
import Testing

@Suite("The systemd units")
struct SystemdTests {
    /// The text of a unit of `jobs/systemd`.
    private static func unit(_ name: String) throws -> String {
        try Jobs.text("jobs/systemd/\(name)")
    }

    private static func services() throws -> [String] {
        try Jobs.units().filter { $0.hasSuffix(".service") && !$0.contains("@") }
    }

    private static func starts(_ service: String) throws -> [String] {
        try unit(service).split(separator: "\n").filter { $0.hasPrefix("ExecStart=") }
            .map { String($0.dropFirst("ExecStart=".count)) }
    }

    @Test("systemd-analyze verify finds nothing to say about any of them")
    func verify() throws {
        let tool = ["/usr/bin/systemd-analyze", "/bin/systemd-analyze"]
            .first { FileManager.default.isExecutableFile(atPath: $0) }
        let analyze = try #require(tool, "systemd-analyze is missing: run jobs/bootstrap")
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("units-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        var paths: [String] = []
        for name in try Jobs.units() {
            // The programs are not installed where the tests run; any executable will do.
            let text = try Self.unit(name)
                .replacing(/=\/usr\/local\/bin\/reservoir-[a-z]+/, with: "=/bin/true")
            let url = folder.appendingPathComponent(name)
            try text.write(to: url, atomically: false, encoding: .utf8)
            paths.append(url.path)
        }
        let (status, output) = try Jobs.run(analyze, ["verify", "--man=no"] + paths)
        try FileManager.default.removeItem(at: folder)
        #expect(status == 0)
        #expect(output.isEmpty, "\(output)")
    }

    @Test("every service names only programs and tasks that exist, and together all of them")
    func exist() throws {
        var named: [String: Set<String>] = [:]
        for service in try Self.services() {
            for start in try Self.starts(service) {
                for (program, names) in Jobs.commands(start) {
                    named[program, default: []].formUnion(names)
                }
            }
        }
        // A server is asked for nothing; it is there or it is not.
        #expect(named.removeValue(forKey: "reservoir-api") == [])
        #expect(named == (try Jobs.vocabulary()))
    }

    @Test(
        "every batch has its timer, every service alerts when it fails and may do no more than it must"
    )
    func hardened() throws {
        let units = Set(try Jobs.units())
        #expect(units.contains("reservoir-alert@.service"))
        for service in try Self.services() {
            let timer = service.replacing(".service", with: ".timer")
            let text = try Self.unit(service)
            let isBatch = text.contains("Type=oneshot\n")
            #expect(units.contains(timer) == isBatch, "\(service)")
            #expect(isBatch || text.contains("Restart=on-failure\n"), "\(service)")
            for line in [
                "OnFailure=reservoir-alert@%n.service", "DynamicUser=yes", "NoNewPrivileges=yes",
                "ProtectSystem=strict", "ProtectHome=yes", "PrivateTmp=yes",
                "CapabilityBoundingSet=", "SystemCallFilter=@system-service",
            ] {
                #expect(text.contains(line + "\n"), "\(service) lacks \(line)")
            }
        }
    }

    @Test("secrets come as credentials, never as a value in a unit")
    func secrets() throws {
        for service in try Self.services() {
            let text = try Self.unit(service)
            for line in text.split(separator: "\n") where line.hasPrefix("Environment=RESERVOIR_") {
                let isFile = line.contains("_FILE=%d/") || line.contains("STATE_DIR=%S/")
                #expect(isFile, "\(service): \(line)")
            }
        }
        let payments = try Self.unit("reservoir-drain-payments.service")
        #expect(payments.contains("LoadCredential=toss-secrets:"))
        let mail = try Self.unit("reservoir-drain-mail.service")
        #expect(!mail.contains("toss-secrets") && !mail.contains("stripe-secrets"))
    }
}
