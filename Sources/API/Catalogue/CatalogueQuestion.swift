import Crypto
import Foundation
import HTTPTypes
import Postgres
import Preorder

/// What can be asked of the catalogue; the answer is the same for all members of a country.
enum CatalogueQuestion: Sendable, Hashable {
    /// A page of the games that can be reserved now.
    case list(country: String, language: String, after: Catalog.Place?, limit: Int)

    /// One game's page.
    case page(UUID, country: String, language: String)

    /// Reads the answer.
    func answer(on connection: Connection) async throws -> CatalogueAnswer {
        switch self {
        case .list(let country, let language, let after, let limit):
            let entries = try await Catalog().list(
                country: country,
                language: language,
                after: after,
                limit: limit,
                on: connection
            )
            let next = entries.count < limit ? nil : entries.last.map(Cursor.init)
            return CatalogueAnswer(.page(entries.map(\.json), next: next?.text))
        case .page(let gameID, let country, let language):
            let page = try await Catalog().page(
                of: gameID,
                country: country,
                language: language,
                on: connection
            )
            return CatalogueAnswer(page?.json)
        }
    }
}

/// An answer of the catalogue with the tag that tells whether it has changed.
struct CatalogueAnswer: Sendable {
    /// The document; nil when there is no such game.
    let text: String?

    /// A strong entity tag (RFC 9110, 8.8.3).
    let tag: String

    init(_ json: JSON?) {
        text = json?.text
        let digest = SHA256.hash(data: Array((text ?? "").utf8))
        tag = "\"\(Base64URL.encode(digest.prefix(18)))\""
    }

    /// The answer to a caller who may have it already.
    func answer(ifNoneMatch header: String?) throws(Problem) -> Answer {
        guard let text else { throw Problem(.unknownGame) }
        let tags = (header ?? "").split(separator: ",").map { $0.filter { $0 != " " } }
        let isSame = tags.contains { $0 == "*" || $0 == tag || $0 == "W/" + tag }
        var answer = Answer(
            isSame ? .notModified : .ok,
            text: text,
            type: "application/json"
        )
        answer.headers[.eTag] = tag
        answer.headers[.cacheControl] = "private, no-cache"
        answer.headers[.vary] = "Authorization, Accept-Language"
        return answer
    }
}

extension Cursor {
    init(_ entry: CatalogEntry) { self.init(entry.releaseAt, entry.gameID) }
}
