import HTTPTypes

/// What a visitor is told when there is no page for them.
struct ErrorPage: Sendable {
    private let problem: Problem
    private let fault: VisitFault?
    private let requestID: String

    init(_ problem: Problem, _ fault: VisitFault?, _ requestID: String) {
        self.problem = problem
        self.fault = fault
        self.requestID = requestID
    }

    /// The page; whoever must sign in is led there.
    func answer(in language: Language) -> Answer {
        guard problem.kind != .unauthorized else { return .goOn(to: "/sign-in") }
        let say = Words(language)
        let (title, detail) = text(say)
        let document: HTML = """
            <!DOCTYPE html>
            <html lang="\(language.rawValue)">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(title) · Reservoir</title>
            <link rel="icon" href="/assets/icon.svg">
            <link rel="stylesheet" href="\(Stylesheet.path)">
            </head>
            <body>
            <header><div><a class="brand" href="/">Reservoir</a></div></header>
            <main><div class="card narrow">
            <h1>\(title)</h1>
            <p>\(detail)</p>
            <p><a class="button" href="/">\(say("처음으로", "To the start"))</a></p>
            <p class="soft small">\(say("요청 번호", "Request")) <code>\(requestID)</code></p>
            </div></main>
            </body>
            </html>

            """
        var answer = Answer(
            problem.kind.status,
            text: document.markup,
            type: "text/html; charset=utf-8"
        )
        answer.headers[.contentSecurityPolicy] =
            "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'"
        answer.headers[.referrerPolicy] = "same-origin"
        answer.headers[.retryAfter] = problem.retryAfter.map { "\($0.components.seconds)" }
        answer.headers[.allow] = problem.allow
        return answer
    }

    private func text(_ say: Words) -> (title: String, detail: String) {
        switch (fault, problem.kind) {
        case (.staleForm, _):
            (
                say("양식이 유효하지 않습니다", "This form is not valid any more"),
                say(
                    "아무것도 바뀌지 않았습니다. 돌아가 페이지를 새로 고친 다음 다시 보내 주세요.",
                    "Nothing has changed. Go back, load the page again, and send it once more."
                )
            )
        case (nil, .forbidden):
            (
                say("이 페이지를 볼 수 없습니다", "This page is not for you"),
                say("다른 계정으로 들어와 주세요.", "Sign in as somebody who may see it.")
            )
        case (nil, _): problem.kind.text(in: say.language)
        }
    }
}
