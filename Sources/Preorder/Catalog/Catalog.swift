public import Foundation
public import Postgres

/// What members of a country can read about games.
public struct Catalog: Sendable {
    /// Most entries on a page of the list.
    public static let limitMax = 100

    /// Where a page of the list ended.
    public struct Place: Sendable, Hashable {
        /// The last entry's release.
        public let releaseAt: Timestamp

        /// The last entry's game.
        public let gameID: UUID

        /// The place after an entry.
        public init(releaseAt: Timestamp, gameID: UUID) {
            self.releaseAt = releaseAt
            self.gameID = gameID
        }
    }

    private let policies: DiscountPolicies

    /// A catalogue that knows these discount policies.
    public init(policies: DiscountPolicies = DiscountPolicies()) { self.policies = policies }

    /// The games that can be reserved now, soonest release first; at most `limit`, which is kept
    /// within 1…100.
    ///
    /// - Throws: `CatalogError`, `PostgresError`.
    public func list(
        country: String,
        language: String,
        after: Place? = nil,
        limit: Int = limitMax,
        on connection: Connection
    ) async throws -> [CatalogEntry] {
        try await connection.query(
            ReadCatalog(
                country: country,
                language: language,
                after: after,
                limit: min(max(1, limit), Self.limitMax)
            )
        ).map { try $0.entry(policies) }
    }

    /// One game's page; nil when there is no such game in the country.
    ///
    /// - Throws: `CatalogError`, `PostgresError`.
    public func page(
        of gameID: UUID,
        country: String,
        language: String,
        on connection: Connection
    ) async throws -> GamePage? {
        let found = try await connection.first(
            ReadGame(country: country, language: language, gameID: gameID)
        )
        guard let row = found else { return nil }
        return GamePage(
            entry: try row.entry(policies),
            description: row.description,
            systemRequirements: row.systemRequirements,
            images: row.images,
            status: row.status
        )
    }
}
