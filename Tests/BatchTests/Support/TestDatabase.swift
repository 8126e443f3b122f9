import Foundation
import Postgres
import PrivateCluster
import Synchronization

/// A database of a test's own in the one cluster that the test process shares.
struct TestDatabase: Sendable {
    /// The shared cluster; it ends with the process, whose end its supervisor sees.
    ///
    /// An unstructured task, because the first test to ask starts it and all of them wait for it.
    private static let shared = Task {
        try await PrivateCluster.start(settings: ["max_connections": "200"])
    }

    let cluster: PrivateCluster
    let name: String

    static func create() async throws -> TestDatabase {
        let cluster = try await shared.value
        let name = "test_" + UUID().uuidString.lowercased().replacing("-", with: "")
        let admin = try await Connection.connect(
            ConnectionConfiguration(conninfo: cluster.conninfo(database: "postgres"))
        )
        try await admin.script("CREATE DATABASE \(name) TEMPLATE template0")
        await admin.close()
        return TestDatabase(cluster: cluster, name: name)
    }

    func conninfo(user: String = PrivateCluster.superuser) -> String {
        cluster.conninfo(database: name, user: user)
    }

    func configuration(user: String = PrivateCluster.superuser) -> ConnectionConfiguration {
        ConnectionConfiguration(conninfo: conninfo(user: user), applicationName: "tests")
    }

    func connect(user: String = PrivateCluster.superuser) async throws -> Connection {
        try await Connection.connect(configuration(user: user))
    }
}

extension Connection {
    /// The rows of a constant query without parameters, columns parted by tabs.
    func lines(_ query: String) async throws -> [String] {
        let rows = Mutex<[String]>([])
        try await copyOut("COPY (\(query)) TO STDOUT") { row in
            let line = String(decoding: row.dropLast(), as: UTF8.self)
            rows.withLock { $0.append(line) }
        }
        return rows.withLock { $0 }
    }
}
