import Batch
import Foundation
import Postgres
import PrivateCluster

@testable import reservoir_demo

/// What all stages of the test process stand on: one cluster, and the scenes they are copied from.
actor StageGround {
    /// Ends with the process, whose end the cluster's supervisor sees.
    ///
    /// An unstructured task, because the first test to ask starts it and all of them wait for it.
    static let shared = Task { try await lay() }

    let cluster: PrivateCluster

    /// What all stages seal with, so that a copy can open what its original sealed.
    nonisolated let sealKey = World.sealKey()

    /// A database with the schema and nothing else, whose time stands still.
    nonisolated let bare: Place

    private var places: [String: Place] = [:]

    /// A database and the file of the truth that belongs to it.
    struct Place: Sendable {
        let database: String
        let truth: String
    }

    private init(cluster: PrivateCluster, bare: Place) {
        self.cluster = cluster
        self.bare = bare
    }

    private static func lay() async throws -> StageGround {
        let cluster = try await PrivateCluster.start(
            settings: ["max_connections": "200", "fsync": "off"]
        )
        try await administer(cluster, "CREATE DATABASE bare")
        let connection = try await connect(cluster, "bare")
        _ = try await Migrator(try SQLDirectory(path: SQLDirectory.development()))
            .migrate(on: connection)
        await connection.close()
        try await World.standStill(cluster.conninfo(database: "bare"))
        let truth = cluster.directory + "/bare.truth"
        try Data().write(to: URL(fileURLWithPath: truth))
        return StageGround(cluster: cluster, bare: Place(database: "bare", truth: truth))
    }

    /// The place that a scene left, once it has been played.
    func place(for scene: Scene) async throws -> Place {
        if let place = places[scene.name] { return place }
        let base = if let base = scene.base { try await place(for: base) } else { bare }
        let name = "scene_" + UUID().uuidString.lowercased().replacing("-", with: "")
        let place = try await copy(base, named: name)
        let stage = try await Stage.raise(on: place, self, scene.conditions)
        do {
            try await scene.play(stage)
        } catch {
            try await stage.leave()
            throw error
        }
        try await stage.leave()
        places[scene.name] = place
        return place
    }

    /// A place like another, of its own.
    ///
    /// Stages stand one at a time, and have the name that a shop's database has.
    func copy(_ place: Place, named name: String = "reservoir") async throws -> Place {
        try await Self.administer(cluster, "CREATE DATABASE \(name) TEMPLATE \(place.database)")
        let truth = "\(cluster.directory)/\(name).truth"
        try FileManager.default.copyItem(atPath: place.truth, toPath: truth)
        return Place(database: name, truth: truth)
    }

    /// Removes a copy.
    func clear(_ place: Place) async throws {
        try await Self.administer(cluster, "DROP DATABASE \(place.database) WITH (FORCE)")
        try FileManager.default.removeItem(atPath: place.truth)
    }

    private static func administer(_ cluster: PrivateCluster, _ command: String) async throws {
        let connection = try await connect(cluster, "postgres")
        try await connection.script(command)
        await connection.close()
    }

    private static func connect(
        _ cluster: PrivateCluster,
        _ database: String
    ) async throws -> Connection {
        try await Connection.connect(
            ConnectionConfiguration(conninfo: cluster.conninfo(database: database))
        )
    }
}
