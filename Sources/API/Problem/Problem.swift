import HTTPTypes

/// Why a request was not answered as it asked: an RFC 9457 problem document to be.
struct Problem: Error, Sendable, Hashable {
    let kind: ProblemKind

    /// Members beyond the standard ones, such as the new price.
    var members: [JSON.Member] = []

    /// How long to wait before asking again.
    var retryAfter: Duration?

    /// Whether nothing more can be read on the connection.
    var endsConnection = false

    /// The methods that the address takes.
    var allow: String?

    init(
        _ kind: ProblemKind,
        _ members: KeyValuePairs<String, JSON> = [:],
        retryAfter: Duration? = nil
    ) {
        self.kind = kind
        self.members = members.map { JSON.Member(name: $0.key, value: $0.value) }
        self.retryAfter = retryAfter
    }

    /// What is wrong in a body; `pointer` is RFC 6901.
    static func malformed(_ pointer: String, _ detail: String) -> Problem {
        Problem(
            .malformedRequest,
            ["errors": .array([["pointer": .string("#" + pointer), "detail": .string(detail)]])]
        )
    }

    /// The request is not framed as HTTP/1.1 has it: whatever comes after it is not read.
    static func broken(_ detail: String) -> Problem {
        var problem = malformed("", detail)
        problem.endsConnection = true
        return problem
    }

    /// What is wrong with a parameter of the path, the query or a header.
    static func malformedParameter(_ name: String, _ detail: String) -> Problem {
        Problem(
            .malformedParameter,
            ["errors": .array([["parameter": .string(name), "detail": .string(detail)]])]
        )
    }

    /// The document.
    func document(in language: Language, requestID: String) -> JSON {
        let (title, detail) = kind.text(in: language)
        let standard: [(String, JSON)] = [
            ("type", .string(kind.type)), ("title", .string(title)),
            ("status", .integer(Int64(kind.status.code))), ("detail", .string(detail)),
            ("request_id", .string(requestID)),
        ]
        return .object(standard.map { JSON.Member(name: $0.0, value: $0.1) } + members)
    }

    /// The document as an answer.
    func answer(in language: Language, requestID: String) -> Answer {
        var answer = Answer(
            kind.status,
            text: document(in: language, requestID: requestID).text,
            type: "application/problem+json"
        )
        answer.headers[.contentLanguage] = language.rawValue
        answer.headers[.vary] = "Accept-Language"
        if let retryAfter {
            let seconds = max(1, (Double(retryAfter.components.seconds)).rounded(.up))
            answer.headers[.retryAfter] = String(Int(seconds))
        }
        if endsConnection { answer.headers[.connection] = "close" }
        if let allow { answer.headers[.allow] = allow }
        if kind == .unauthorized { answer.headers[.wwwAuthenticate] = "Bearer" }
        return answer
    }
}
