/// A throwaway PostgreSQL server with a data directory of its own.
///
/// It listens on a Unix socket inside its directory, trusts every local user, and keeps `fsync` on.
/// It ends with this process, however that ends, and leaves neither process nor directory behind.
/// PostgreSQL refuses to run as root, so root's clusters run as `postgres` or `nobody`.
public actor PrivateCluster {
    /// The directory with everything the cluster has: data, socket and log.
    public nonisolated let directory: String

    /// The directory of PostgreSQL's programs, such as `initdb` and `pg_dump`.
    public nonisolated let programs: String

    /// The port, on loopback when TCP was asked for; otherwise only part of the socket's name.
    public nonisolated let port: Int

    /// Whether the cluster listens on 127.0.0.1.
    public nonisolated let listensOnTCP: Bool

    private let supervisor: Supervisor

    init(layout: ClusterLayout, supervisor: Supervisor) {
        directory = layout.directory
        programs = layout.programs
        port = layout.port
        listensOnTCP = layout.listensOnTCP
        self.supervisor = supervisor
    }

    /// Creates a cluster and waits until it takes connections.
    ///
    /// `settings` are server settings beside the defaults, such as `["fsync": "off"]`; `tcp` makes
    /// it listen on a free port of 127.0.0.1 as well. Faults are `PrivateClusterError`.
    public static func start(
        settings: [String: String] = [:],
        tcp: Bool = false
    ) async throws -> PrivateCluster {
        let layout = try await ClusterLayout.create(tcp: tcp)
        do {
            try await layout.initialize()
            let supervisor = try Supervisor(layout, settings: settings)
            try await supervisor.waitUntilFirstReady()
            return PrivateCluster(layout: layout, supervisor: supervisor)
        } catch {
            layout.remove()
            throw error
        }
    }

    /// The name of the superuser, who needs no password.
    public static let superuser = "postgres"

    /// The Unix socket itself.
    public nonisolated var socketPath: String { "\(directory)/.s.PGSQL.\(port)" }

    /// How to connect over the Unix socket.
    public nonisolated func conninfo(
        database: String,
        user: String = PrivateCluster.superuser
    ) -> String {
        conninfo(host: directory, database: database, user: user)
    }

    /// How to connect over TCP; works only when the cluster was started with `tcp`.
    public nonisolated func conninfoTCP(
        database: String,
        user: String = PrivateCluster.superuser
    ) -> String {
        conninfo(host: "127.0.0.1", database: database, user: user)
    }

    /// The process id of the postmaster; nil when the cluster has stopped.
    public var pid: Int32? { supervisor.postmaster }

    /// Stops the server and starts it again on the same data.
    ///
    /// - Parameter immediate: crash instead of shutting down, so that it recovers from its WAL.
    /// - Throws: `PrivateClusterError`.
    public func restart(immediate: Bool) async throws {
        let old = supervisor.postmaster
        try supervisor.send(immediate ? "crash" : "restart")
        try await supervisor.waitUntilReady(after: old)
    }

    /// Stops the server and removes its directory; returns when both are gone.
    public func stop() async {
        await supervisor.stop()
    }

    private nonisolated func conninfo(host: String, database: String, user: String) -> String {
        let values = [("host", host), ("port", "\(port)"), ("dbname", database), ("user", user)]
        return values.map { "\($0.0)=\(PrivateCluster.quoted($0.1))" }.joined(separator: " ")
    }

    private static func quoted(_ value: String) -> String {
        let escaped = value.reduce(into: "") { text, character in
            if character == "'" || character == "\\" { text.append("\\") }
            text.append(character)
        }
        return "'\(escaped)'"
    }
}
