import Foundation
import Outbox
import Postgres
import Preorder
import PrivateCluster

/// A migrated database of a test's own in the one cluster that the test process shares.
struct ReportDatabase: Sendable {
    /// The cluster, which ends with the process, because its supervisor sees the pipe close.
    ///
    /// An unstructured task, because the first test to ask starts it and all of them wait for it.
    private static let template = Task {
        let cluster = try await PrivateCluster.start(settings: ["fsync": "off"])
        let admin = try await connect(cluster, "postgres")
        try await admin.script("CREATE DATABASE report_template TEMPLATE template0")
        await admin.close()
        let connection = try await connect(cluster, "report_template")
        for folder in ["migrations", "views"] {
            for file in try files(in: folder) {
                try await connection.script(String(contentsOf: file, encoding: .utf8))
            }
        }
        try await connection.script(Shop.catalogue)
        await connection.close()
        return cluster
    }

    let cluster: PrivateCluster
    let name: String

    static func create() async throws -> ReportDatabase {
        let cluster = try await template.value
        let name = "test_" + UUID().uuidString.lowercased().replacing("-", with: "")
        let admin = try await connect(cluster, "postgres")
        try await admin.script("CREATE DATABASE \(name) TEMPLATE report_template")
        await admin.close()
        return ReportDatabase(cluster: cluster, name: name)
    }

    func connect(user: String = PrivateCluster.superuser) async throws -> Connection {
        try await ReportDatabase.connect(cluster, name, user: user)
    }

    private static func connect(
        _ cluster: PrivateCluster,
        _ database: String,
        user: String = PrivateCluster.superuser
    ) async throws -> Connection {
        try await Connection.connect(
            ConnectionConfiguration(
                conninfo: cluster.conninfo(database: database, user: user),
                applicationName: "tests"
            )
        )
    }

    private static func files(in folder: String) throws -> [URL] {
        let root = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../sql/\(folder)").standardizedFileURL
        return try FileManager.default
            .contentsOfDirectory(at: root, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "sql" }
            .sorted { $0.lastPathComponent < $1.lastPathComponent }
    }
}
