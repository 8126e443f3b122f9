import Foundation
import Glibc
import Postgres
import PrivateCluster
import TestTurns
import Testing

@Suite("A private cluster", .inTurn)
struct PrivateClusterTests {
    private struct Setting: Statement {
        static let sql = "SELECT current_setting($1)"
        let name: String
        var bindings: [any Bindable] { [name] }
        func decode(_ row: inout RowDecoder) throws(PostgresError) -> String { try row.next() }
    }

    private struct Count: Statement {
        static let sql = "SELECT count(*) FROM kept"
        func decode(_ row: inout RowDecoder) throws(PostgresError) -> Int { try row.next() }
    }

    private func connect(_ conninfo: String) async throws -> Connection {
        try await Connection.connect(ConnectionConfiguration(conninfo: conninfo))
    }

    private func isAlive(_ process: pid_t) -> Bool { kill(process, 0) == 0 }

    @Test("takes connections on its socket, with fsync on and without TCP")
    func starts() async throws {
        let cluster = try await PrivateCluster.start(settings: ["work_mem": "5MB"])
        let connection = try await connect(cluster.conninfo(database: "postgres"))
        #expect(try await connection.only(Setting(name: "fsync")) == "on")
        #expect(try await connection.only(Setting(name: "listen_addresses")).isEmpty)
        #expect(try await connection.only(Setting(name: "work_mem")) == "5MB")
        await cluster.stop()
    }

    @Test("takes connections on a free port of loopback when asked to")
    func tcp() async throws {
        let cluster = try await PrivateCluster.start(tcp: true)
        let connection = try await connect(cluster.conninfoTCP(database: "postgres"))
        #expect(try await connection.only(Setting(name: "port")) == "\(cluster.port)")
        await cluster.stop()
    }

    @Test("that was stopped leaves neither process nor directory, and may be stopped twice")
    func stops() async throws {
        let cluster = try await PrivateCluster.start()
        let postmaster = try #require(await cluster.pid)
        #expect(isAlive(postmaster))
        await cluster.stop()
        #expect(!isAlive(postmaster))
        #expect(!FileManager.default.fileExists(atPath: cluster.directory))
        #expect(await cluster.pid == nil)
        await cluster.stop()
    }

    @Test("keeps what was committed through a restart and a crash", arguments: [false, true])
    func restarts(immediate: Bool) async throws {
        let cluster = try await PrivateCluster.start()
        let conninfo = cluster.conninfo(database: "postgres")
        try await connect(conninfo).script("CREATE TABLE kept AS SELECT 1 AS id")
        let before = await cluster.pid
        try await cluster.restart(immediate: immediate)
        #expect(await cluster.pid != before)
        #expect(try await connect(conninfo).only(Count()) == 1)
        await cluster.stop()
    }

    @Test("that cannot start says why")
    func failsToStart() async throws {
        let error = await #expect(throws: PrivateClusterError.self) {
            try await PrivateCluster.start(settings: ["shared_buffers": "nonsense"])
        }
        #expect(error?.description.contains("shared_buffers") == true)
    }

    @Test("dies with its parent, even when that is killed, and takes its directory along")
    func parentKilled() async throws {
        let result = await #expect(
            processExitsWith: .signal(SIGKILL),
            observing: [\.standardOutputContent]
        ) {
            let cluster = try await PrivateCluster.start()
            let postmaster = try #require(await cluster.pid)
            let report = "\ncluster \(cluster.directory) \(postmaster)\n"
            try FileHandle.standardOutput.write(contentsOf: Data(report.utf8))
            kill(getpid(), SIGKILL)
        }
        let output = String(decoding: result?.standardOutputContent ?? [], as: UTF8.self)
        let line = try #require(output.split(separator: "\n").first { $0.hasPrefix("cluster ") })
        let words = line.split(separator: " ")
        let postmaster = try #require(pid_t(words[2]))
        let deadline = ContinuousClock.now + .seconds(60)
        while isAlive(postmaster) || FileManager.default.fileExists(atPath: String(words[1])) {
            try #require(ContinuousClock.now < deadline, "\(line) is still there")
            await Task.yield()
        }
    }
}
