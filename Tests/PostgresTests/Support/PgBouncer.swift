import Foundation
import Glibc
import Postgres
import PrivateCluster
import Synchronization

/// A PgBouncer in transaction mode in front of a cluster, on a socket in the cluster's directory.
///
/// A shell holds it: when the shell's standard input closes, because the test process says so or
/// is gone, the shell stops it.
struct PgBouncer {
    struct Missing: Error, CustomStringConvertible {
        let searched: [String]
        var description: String {
            "pgbouncer was not found in \(searched.joined(separator: ", ")); these tests need it "
                + "(Debian package pgbouncer)"
        }
    }

    struct NotReady: Error, CustomStringConvertible {
        let log: String
        var description: String { "pgbouncer did not become ready: \(log)" }
    }

    /// Tells the sockets in the cluster's directory apart; nobody listens on TCP.
    private static let lastPort = Mutex(6431)

    private let port: Int
    private let database: TestDatabase
    private let lifeline: Pipe

    static func start(_ database: TestDatabase, serverConnections: Int) async throws -> PgBouncer {
        let bouncer = PgBouncer(
            port: lastPort.withLock { port in
                port += 1
                return port
            },
            database: database,
            lifeline: Pipe()
        )
        try bouncer.configure(serverConnections: serverConnections)
        try bouncer.run(try find())
        try await bouncer.untilReady()
        return bouncer
    }

    var conninfo: String {
        "host=\(directory) port=\(port) dbname=\(database.name) user=postgres"
    }

    func connect() async throws -> Connection {
        try await Connection.connect(
            ConnectionConfiguration(conninfo: conninfo, applicationName: "tests")
        )
    }

    func stop() throws {
        try lifeline.fileHandleForWriting.close()
    }

    private var directory: String { database.cluster.directory }

    private static func find() throws -> String {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let directories = path.split(separator: ":").map(String.init) + ["/usr/sbin"]
        let files = directories.map { $0 + "/pgbouncer" }
        let found = files.first { FileManager.default.isExecutableFile(atPath: $0) }
        guard let found else { throw Missing(searched: directories) }
        return found
    }

    private func configure(serverConnections: Int) throws {
        let settings = """
            [databases]
            * = host=\(directory) port=\(database.cluster.port)

            [pgbouncer]
            unix_socket_dir = \(directory)
            listen_port = \(port)
            auth_type = trust
            auth_file = \(directory)/pgbouncer\(port).users
            pool_mode = transaction
            default_pool_size = \(serverConnections)
            logfile = \(directory)/pgbouncer\(port).log

            """
        try settings.write(
            toFile: directory + "/pgbouncer\(port).ini",
            atomically: false,
            encoding: .utf8
        )
        try "\"postgres\" \"\"\n".write(
            toFile: directory + "/pgbouncer\(port).users",
            atomically: false,
            encoding: .utf8
        )
    }

    /// PgBouncer refuses root, so root runs it as the user that owns the cluster.
    private func run(_ program: String) throws {
        var status = stat()
        stat(directory, &status)
        let user = ["setpriv", "--reuid", "\(status.st_uid)", "--regid", "\(status.st_gid)"]
        let prefix = geteuid() == 0 ? user + ["--clear-groups", "--"] : []
        let script = #""$1" -q "$2" </dev/null & read -r line; kill "$!""#
        let shell = Process()
        shell.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        shell.arguments =
            prefix + ["sh", "-c", script, "sh", program, directory + "/pgbouncer\(port).ini"]
        shell.standardInput = lifeline
        shell.standardOutput = FileHandle.nullDevice
        shell.standardError = FileHandle.nullDevice
        try shell.runWithSignalsUnblocked()
    }

    private func untilReady() async throws {
        let deadline = ContinuousClock.now + .seconds(30)
        while !takesConnections() {
            guard ContinuousClock.now < deadline else {
                let log = FileManager.default.contents(atPath: directory + "/pgbouncer\(port).log")
                throw NotReady(log: String(decoding: log ?? Data(), as: UTF8.self))
            }
            await Task.yield()
        }
    }

    /// Whether somebody listens; the socket's file is there a moment before.
    private func takesConnections() -> Bool {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let path = Array((directory + "/.s.PGSQL.\(port)").utf8)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path) }
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                Glibc.connect(descriptor, generic, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
            }
        }
    }
}
