import Foundation
import Postgres
import PrivateCluster

/// A database of a suite's own in the one cluster that the test process shares.
struct TestDatabase: Sendable {
    /// The shared cluster; it ends with the process, whose end its supervisor sees.
    ///
    /// An unstructured task, because the first test to ask starts it and all of them wait for it.
    private static let shared = Task {
        try await PrivateCluster.start(settings: ["max_connections": "200", "fsync": "off"])
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

    var conninfo: String { cluster.conninfo(database: name) }

    func configuration(deadline: Duration = .seconds(60)) -> ConnectionConfiguration {
        ConnectionConfiguration(
            conninfo: conninfo,
            applicationName: "tests",
            connectTimeout: .seconds(60),
            statementDeadline: deadline
        )
    }

    func connect(deadline: Duration = .seconds(60)) async throws -> Connection {
        try await Connection.connect(configuration(deadline: deadline))
    }
}
