import CPostgres
import Glibc

/// What is said to the server in the start-up packet.
///
/// Start-up parameters, unlike SET, are what PgBouncer gives each client on whichever server
/// connection it lends it.
struct StartupParameters {
    private var values: [(name: String, value: String)]

    init(_ configuration: ConnectionConfiguration, hosts: HostList?) {
        // The conninfo expands in the place of "dbname"; what follows overrides it.
        values = [("dbname", configuration.conninfo), ("client_encoding", "UTF8")]
        if !configuration.applicationName.isEmpty {
            values.append(("application_name", configuration.applicationName))
        }
        if let hosts { values += hosts.parameters }
    }

    /// Says DateStyle and TimeZone in every start-up packet of this process.
    ///
    /// libpq takes them from the environment only (PostgreSQL chapter 34.15); `options=-c …` would
    /// be refused by PgBouncer.
    static func prepare() {
        _ = environment
    }

    private static let environment: Void = {
        setenv("PGDATESTYLE", "ISO", 1)
        setenv("PGTZ", "UTC", 1)
    }()

    /// Begins to connect; nil when there is no memory.
    func start() -> OpaquePointer? {
        let names = values.map { strdup($0.name) }
        let texts = values.map { strdup($0.value) }
        defer { for text in names + texts { free(text) } }
        let keywords = names.map { UnsafePointer($0) } + [nil]
        let settings = texts.map { UnsafePointer($0) } + [nil]
        return PQconnectStartParams(keywords, settings, 1)
    }
}
