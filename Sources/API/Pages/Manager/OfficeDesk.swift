import Foundation
import Money
import Postgres
import Preorder

/// What a manager's pages need to know of their office.
struct OfficeDesk: Sendable {
    /// Domain time.
    let now: Timestamp

    /// What the office sells in.
    let currency: Currency

    /// The games that it sells, by id.
    let games: [AnnouncedGame]

    /// The managers' names, by what is kept of them.
    private let names: [String: String]

    /// Reads it.
    ///
    /// - Throws: `forbidden` when the token names no office; `PostgresError`.
    init(_ visit: Visit, _ manager: Manager) async throws {
        let offices = try await visit.call.rows(of: ReadCountries())
        guard let office = offices.first(where: { $0.country == manager.country }) else {
            throw Problem(.forbidden)
        }
        currency = office.currency
        let language = visit.say.language.rawValue
        games = try await visit.call.rows(of: ReadAnnouncedGames(language: language))
            .filter { $0.countries.contains(manager.country) }
        let managers = try await visit.call.rows(of: ReadManagers(country: manager.country))
        names = Dictionary(
            managers.map { ("manager:\($0.managerID.uuidString.lowercased())", $0.name) }
        ) { first, _ in first }
        now = try await visit.call.row(of: ReadDomainTime()) ?? Timestamp(date: .now)
    }

    /// The title of a game.
    func title(of gameID: UUID) -> String {
        games.first { $0.gameID == gameID }?.title ?? gameID.uuidString.lowercased()
    }

    /// Who did something, as it was kept.
    func person(_ kept: String) -> String { names[kept] ?? kept }
}
