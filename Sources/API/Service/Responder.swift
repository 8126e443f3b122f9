import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOHTTP1
import Postgres

/// Takes a request through everything that stands before its function, and notes how it went.
struct Responder: HTTPResponder {
    let table: RouteTable
    let store: Store
    let gate: Gate
    let bodyTimeout: Duration
    let logger: Logger

    /// What became of a request.
    private struct Outcome {
        var answer: Answer
        var route = ""
        var caller: Caller?
        var isPage = false
    }

    func respond(to request: Request, context: BasicRequestContext) async -> Response {
        let start = ContinuousClock.now
        let trace = TraceContext(request.headers)
        var outcome = await outcome(of: request, trace)
        outcome.answer.headers[.requestID] = trace.requestID
        let took = ContinuousClock.now - start
        store.metrics.note(
            route: outcome.route,
            status: outcome.answer.status.code,
            took: took
        )
        log(request, outcome, trace, took)
        return outcome.answer.response(headOnly: request.method == .head)
    }

    private func outcome(of request: Request, _ trace: TraceContext) async -> Outcome {
        let languages = AcceptedLanguages(request.headers[.acceptLanguage])
        var outcome = Outcome(answer: Answer(.ok, .null))
        do {
            outcome.answer = try await answer(request, languages, trace, &outcome)
        } catch {
            let problem = problem(error, trace)
            let language = Cookies(request.headers).language ?? languages.language
            outcome.answer =
                outcome.isPage
                ? ErrorPage(problem, error as? VisitFault, trace.requestID).answer(in: language)
                : problem.answer(in: languages.language, requestID: trace.requestID)
        }
        return outcome
    }

    private func answer(
        _ request: Request,
        _ languages: AcceptedLanguages,
        _ trace: TraceContext,
        _ outcome: inout Outcome
    ) async throws -> Answer {
        try gate.checkHeaders(request.head)
        let (route, captures) = try find(request)
        outcome.route = route.name
        outcome.isPage = route.access == .visitors
        let caller = try await gate.caller(of: request.headers, for: route)
        outcome.caller = caller
        let body = try await body(of: request, for: route)
        let call = Call(
            route: route,
            store: store,
            caller: caller,
            path: request.uri.path,
            captures: captures,
            queryText: request.uri.query,
            host: request.head.authority,
            headers: request.headers,
            body: body,
            languages: languages,
            trace: trace
        )
        return try await gate.through(route, store.webhooks) { try await route.answer(call) }
    }

    private func find(_ request: Request) throws(Problem) -> (Route, [String: String]) {
        switch table.match(request.method, request.uri.path) {
        case .found(let route, let captures): return (route, captures)
        case .nothing: throw Problem(.notFound)
        case .otherMethods(let methods):
            var problem = Problem(.methodNotAllowed)
            problem.allow = methods
            throw problem
        }
    }

    /// The body of a request that may have one.
    private func body(of request: Request, for route: Route) async throws -> [UInt8] {
        guard [.post, .put, .patch].contains(route.method) else { return [] }
        let max = route.bodyBytesMax
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > max {
            throw Problem(.bodyTooLarge)
        }
        let (body, limit) = (request.body, bodyTimeout)
        return try await withThrowingTaskGroup(of: [UInt8].self) { group in
            group.addTask {
                do {
                    return Array(buffer: try await body.collect(upTo: max))
                } catch is NIOTooManyBytesError {
                    throw Problem(.bodyTooLarge)
                }
            }
            group.addTask {
                try await Task.sleep(for: limit)
                throw Problem(.requestTimeout)
            }
            defer { group.cancelAll() }
            return try await group.next() ?? []
        }
    }

    private func problem(_ error: any Error, _ trace: TraceContext) -> Problem {
        switch error {
        case let error as any ProblemConvertible: return error.problem
        // Its body's framing is broken.
        case is HTTPParserError: return .broken("is not framed as HTTP/1.1 has it")
        case let error as PostgresError:
            if let problem = error.problem { return problem }
        default: break
        }
        logger.error(
            "request failed",
            metadata: [
                "request_id": "\(trace.requestID)", "trace_id": "\(trace.traceID)",
                "error": "\(error)",
            ]
        )
        return Problem(.internalError)
    }

    private func log(
        _ request: Request,
        _ outcome: Outcome,
        _ trace: TraceContext,
        _ took: Duration
    ) {
        var metadata: Logger.Metadata = [
            "request_id": "\(trace.requestID)", "trace_id": "\(trace.traceID)",
            "route": "\(outcome.route)", "status": "\(outcome.answer.status.code)",
            "milliseconds": "\(Int(took / .milliseconds(1)))",
        ]
        if !outcome.route.isEmpty { metadata["path"] = "\(request.uri.path)" }
        if let caller = outcome.caller { metadata["role"] = "\(caller.role)" }
        // Without what follows the `?`: a gateway's token can stand there.
        if let path = outcome.answer.headers[.location]?.prefix(while: { $0 != "?" }) {
            metadata["location"] = "\(path)"
        }
        logger.info("request", metadata: metadata)
    }
}
