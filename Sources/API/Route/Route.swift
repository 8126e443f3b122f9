import Foundation
import HTTPTypes
import Preorder

/// One function of the API: how it is asked for, by whom, and what answers.
struct Route: Sendable {
    /// Who may ask.
    enum Access: Sendable, Hashable {
        case everyone
        case members
        case managers

        /// Payment gateways, who show no token.
        case gateways

        /// People with a browser, who are asked to sign in where they must.
        case visitors
    }

    let method: HTTPRequest.Method

    /// The path, names of ids in braces, as the OpenAPI document has it.
    let path: String

    let access: Access

    /// What may be answered beside what every route of its kind may.
    let problems: [ProblemKind]

    /// Most bytes of a body.
    let bodyBytesMax: Int

    let answer: @Sendable (Call) async throws -> Answer

    /// As large as any request but a game's page.
    static let smallBody = 16 << 10

    /// Method and path, as idempotency keys and metrics name the route.
    var name: String { "\(method.rawValue) \(path)" }

    /// Whether it writes something that must not be written twice.
    var needsKey: Bool { method == .post && (access == .members || access == .managers) }

    /// A function for everyone.
    static func everyone(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ answer: @escaping @Sendable (Call) async throws -> Answer
    ) -> Route {
        Route(
            method: method,
            path: path,
            access: .everyone,
            problems: [],
            bodyBytesMax: 0,
            answer: answer
        )
    }

    /// A function for members, who must exist.
    static func member(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ problems: [ProblemKind] = [],
        _ answer: @escaping @Sendable (Call, MemberStanding) async throws -> Answer
    ) -> Route {
        Route(
            method: method,
            path: path,
            access: .members,
            problems: problems,
            bodyBytesMax: smallBody
        ) { call in
            guard case .member(let id)? = call.caller else { throw Problem(.forbidden) }
            guard let member = try await call.store.standings.value(id) else {
                throw Problem(.unknownMember)
            }
            return try await answer(call, member)
        }
    }

    /// A function for managers, who must exist and act in their own country: a token that says
    /// otherwise is older than the books, or wrong.
    static func manager(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ problems: [ProblemKind] = [],
        bodyBytesMax: Int = smallBody,
        _ answer: @escaping @Sendable (Call, Manager) async throws -> Answer
    ) -> Route {
        Route(
            method: method,
            path: path,
            access: .managers,
            problems: problems,
            bodyBytesMax: bodyBytesMax
        ) { call in
            guard case .manager(let id, let country)? = call.caller else {
                throw Problem(.forbidden)
            }
            return try await answer(call, try await call.store.manager(id, in: country))
        }
    }
}

extension Store {
    /// The manager whom a token names; the books, and not the token, say where they act.
    ///
    /// - Throws: `unknown_manager`, `other_country`; `PostgresError`.
    func manager(_ id: UUID, in country: String) async throws -> Manager {
        guard let own = try await offices.value(id) else { throw Problem(.unknownManager) }
        guard own == country else { throw Problem(.otherCountry) }
        return Manager(staff: .manager(id), country: country)
    }
}

/// A manager and the country that they act in.
struct Manager: Sendable, Hashable {
    let staff: Staff
    let country: String
}
