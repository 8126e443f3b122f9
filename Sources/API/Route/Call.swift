import Foundation
import HTTPTypes
import Preorder

/// A request on its way to the function that answers it.
struct Call: Sendable {
    let route: Route
    let store: Store
    let caller: Caller?

    /// The path as it was asked for.
    let path: String

    /// What stands in it in place of the names.
    let captures: [String: String]

    /// What follows the `?`.
    let queryText: String?

    /// The host that was asked, as the caller names it.
    let host: String?
    let headers: HTTPFields
    let body: [UInt8]
    let languages: AcceptedLanguages
    let trace: TraceContext

    /// The id that stands in the path.
    ///
    /// - Throws: `kind`, as for an id that nothing has, when it is none.
    func id(_ name: String, or kind: ProblemKind) throws(Problem) -> UUID {
        guard let id = captures[name].flatMap(UUID.init(uuidString:)) else {
            throw Problem(kind)
        }
        return id
    }

    /// The number that stands in the path.
    ///
    /// - Throws: `kind`, as for a number that nothing has, when it is none.
    func number(_ name: String, or kind: ProblemKind) throws(Problem) -> Int64 {
        guard let number = captures[name].flatMap({ Int64($0) }) else { throw Problem(kind) }
        return number
    }

    /// The parameters of the address.
    func query() throws(Problem) -> Query { try Query(queryText) }

    /// The address takes no parameters.
    func noQuery() throws(Problem) { try query().end() }

    /// The members of the body, a JSON object.
    func fields() throws(Problem) -> Fields {
        try noQuery()
        let type = headers[.contentType]?.split(separator: ";").first ?? ""
        guard type.lowercased().filter({ !$0.isWhitespace }) == "application/json" else {
            throw Problem(.unsupportedMediaType)
        }
        let json: JSON
        do throws(JSONParser.Fault) {
            json = try JSONParser.parse(body)
        } catch {
            throw .malformed("", "\(error.reason) at byte \(error.offset)")
        }
        return try Fields(json)
    }
}
