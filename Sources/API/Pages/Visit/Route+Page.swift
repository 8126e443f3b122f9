import Foundation
import HTTPTypes
import Preorder

extension Route {
    /// A page for whoever comes by.
    static func page(
        _ path: String,
        _ answer: @escaping @Sendable (Visit) async throws -> Page
    ) -> Route {
        visit(.get, path) { visit in try await answer(visit).answer(to: visit) }
    }

    /// A page for members.
    static func memberPage(
        _ path: String,
        _ answer: @escaping @Sendable (Visit, MemberStanding) async throws -> Page
    ) -> Route {
        page(path) { visit in try await answer(visit, try await visit.member()) }
    }

    /// A page for managers.
    static func managerPage(
        _ path: String,
        _ answer: @escaping @Sendable (Visit, Manager) async throws -> Page
    ) -> Route {
        page(path) { visit in try await answer(visit, try await visit.manager()) }
    }

    /// A page for operators.
    static func operatorPage(
        _ path: String,
        _ answer: @escaping @Sendable (Visit, Operator) async throws -> Page
    ) -> Route {
        page(path) { visit in try await answer(visit, try visit.operator()) }
    }

    /// A form that anybody may send.
    static func form(
        _ path: String,
        _ answer: @escaping @Sendable (Visit, Submission) async throws -> Answer
    ) -> Route {
        visit(.post, path) { visit in try await answer(visit, try visit.submission()) }
    }

    /// A form for members; `answer` says where the browser goes on.
    static func memberForm(
        _ path: String,
        _ answer: @escaping @Sendable (Visit, MemberStanding, Submission) async throws -> Answer
    ) -> Route {
        form(path) { visit, submission in
            try await answer(visit, try await visit.member(), submission)
        }
    }

    /// A form for managers.
    static func managerForm(
        _ path: String,
        _ answer: @escaping @Sendable (Visit, Manager, Submission) async throws -> Answer
    ) -> Route {
        form(path) { visit, submission in
            try await answer(visit, try await visit.manager(), submission)
        }
    }

    /// A form for operators.
    static func operatorForm(
        _ path: String,
        _ answer: @escaping @Sendable (Visit, Operator, Submission) async throws -> Answer
    ) -> Route {
        form(path) { visit, submission in
            try await answer(visit, try visit.operator(), submission)
        }
    }

    /// What a browser asks for, a page or not.
    static func visit(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ answer: @escaping @Sendable (Visit) async throws -> Answer
    ) -> Route {
        Route(
            method: method,
            path: path,
            access: .visitors,
            problems: [],
            bodyBytesMax: smallBody
        ) { call in
            try await answer(try Visit(call, zone: try await call.zone()))
        }
    }
}

extension Visit {
    /// The member who is signed in.
    ///
    /// - Throws: `unauthorized` when nobody is, `forbidden` when it is somebody else.
    fileprivate func member() async throws -> MemberStanding {
        guard case .member(let id) = try signedIn() else { throw Problem(.forbidden) }
        guard let member = try await call.store.standings.value(id) else {
            throw Problem(.unauthorized)
        }
        return member
    }

    fileprivate func manager() async throws -> Manager {
        guard case .manager(let id, let country) = try signedIn() else {
            throw Problem(.forbidden)
        }
        return try await call.store.manager(id, in: country)
    }

    fileprivate func `operator`() throws(Problem) -> Operator {
        guard case .operator(_, let name) = try signedIn() else { throw Problem(.forbidden) }
        guard let pool = call.store.operators else { throw Problem(.notFound) }
        return Operator(name: name, pool: pool)
    }

    private func signedIn() throws(Problem) -> Caller {
        guard let person else { throw Problem(.unauthorized) }
        return person
    }
}

extension Call {
    /// The time zone of whoever is signed in.
    fileprivate func zone() async throws -> TimeZone {
        switch caller {
        case nil, .operator: return .gmt
        case .manager(let id, let country):
            // Whoever is no manager there is refused where it matters, and told so in any zone.
            guard try await store.offices.value(id) == country else { return .gmt }
            return try await store.zones.value(country)
        case .member(let id):
            guard let member = try await store.standings.value(id) else { return .gmt }
            return try await store.zones.value(member.country)
        }
    }
}

extension Answer {
    /// Sends the browser on to `path`, to be asked for by GET.
    static func goOn(to path: String, cookie: String? = nil) -> Answer {
        var answer = Answer(.seeOther, text: "", type: "text/plain; charset=utf-8")
        answer.headers[.location] = path
        answer.headers[.setCookie] = cookie
        return answer
    }
}
