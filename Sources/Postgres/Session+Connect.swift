import CPostgres
import Glibc

extension Session {
    /// Connects to the first host that takes us, within the configuration's time for all of them.
    func connect() throws(PostgresError) {
        StartupParameters.prepare()
        let deadline = ContinuousClock.now + configuration.connectTimeout
        var hosts: HostList?
        while true {
            let connection = try start(hosts)
            adopt(connection)
            do {
                if try establish(connection, until: deadline) { return try settle(connection) }
            } catch {
                close()
                throw error
            }
            // A host that keeps silent: libpq would wait for it, so go on without it.
            hosts = HostList(connection).after(connection)
            guard hosts != nil else { throw tooLate() }
        }
    }

    private func start(_ hosts: HostList?) throws(PostgresError) -> OpaquePointer {
        guard let connection = StartupParameters(configuration, hosts: hosts).start() else {
            throw .connectFailed("out of memory")
        }
        return connection
    }

    /// Drives the connection attempt; each host has an equal share of the time that is left.
    ///
    /// - Returns: false when the host at hand has used up its share.
    private func establish(
        _ connection: OpaquePointer,
        until deadline: ContinuousClock.Instant
    ) throws(PostgresError) -> Bool {
        guard PQstatus(connection) != CONNECTION_BAD else { throw failure(connection) }
        installNoticeReceiver(connection)
        var attempt = Attempt(connection, until: deadline)
        var events = POLLOUT
        while true {
            attempt.update(connection)
            let socket = PQsocket(connection)
            switch Postgres.wait(on: socket, for: events, until: attempt.end, wakeup: wakeup) {
            case .ready: break
            case .woken: throw .cancelled
            case .timedOut: return false
            }
            switch PQconnectPoll(connection) {
            case PGRES_POLLING_OK: return true
            case PGRES_POLLING_READING: events = POLLIN
            case PGRES_POLLING_WRITING: events = POLLOUT
            default: throw failure(connection)
            }
        }
    }

    /// Makes a fresh connection ready for use.
    private func settle(_ connection: OpaquePointer) throws(PostgresError) {
        guard PQsetnonblocking(connection, 1) == 0 else { throw failure(connection) }
        // Timestamps are read as ISO; PgBouncer could have been told to ignore what we said.
        let style = PQparameterStatus(connection, "DateStyle").map { String(cString: $0) } ?? "ISO"
        guard style.hasPrefix("ISO") else {
            close()
            throw .connectFailed("the server insists on DateStyle \(style)")
        }
    }

    private func tooLate() -> PostgresError {
        close()
        return .connectFailed("no answer within \(configuration.connectTimeout)")
    }

    private func failure(_ connection: OpaquePointer) -> PostgresError {
        let message = Answer.trimmed(String(cString: PQerrorMessage(connection)))
        return .connectFailed(Conninfo.redact(message, of: configuration.conninfo))
    }
}

/// How long the host at hand may take.
private struct Attempt {
    private let deadline: ContinuousClock.Instant
    private var hosts: HostList?
    private var host = ""
    private(set) var end: ContinuousClock.Instant

    init(_ connection: OpaquePointer, until deadline: ContinuousClock.Instant) {
        self.deadline = deadline
        hosts = HostList(connection)
        end = deadline
    }

    /// Gives a host that libpq has moved on to its share of what is left.
    mutating func update(_ connection: OpaquePointer) {
        let current = [PQhost(connection), PQport(connection)].map { text in
            text.map { String(cString: $0) } ?? ""
        }.joined(separator: ":")
        guard current != host else { return }
        if !host.isEmpty { hosts = hosts?.dropFirst() }
        host = current
        end = .now + ContinuousClock.now.duration(to: deadline) / (hosts?.count ?? 1)
    }
}
