import HTTPTypes

/// Coming and going, the language, and the stylesheet.
enum SignInRoutes {
    static let all: [Route] = [
        .visit(.get, "/") { visit in
            .goOn(to: visit.person.map(Menu.home) ?? "/sign-in")
        },
        .page("/sign-in") { visit in page(for: visit, isRefused: false) },
        .form("/sign-in") { visit, submission in
            var submission = submission
            guard let token = try token(&submission, visit.settings),
                let caller = await visit.call.store.tokens.caller(token)
            else {
                var page = page(for: visit, isRefused: true)
                page.status = .forbidden
                return page.answer(to: visit)
            }
            let cookie = Cookies.signIn(token, isSecure: visit.settings.isSecure)
            return .goOn(to: Menu.home(of: caller), cookie: cookie)
        },
        .form("/sign-out") { visit, _ in
            .goOn(to: "/sign-in", cookie: Cookies.signOut(isSecure: visit.settings.isSecure))
        },
        .form("/language") { visit, submission in
            var submission = submission
            guard let language = submission.text("language").flatMap(Language.init) else {
                throw Problem.malformedParameter("language", "must be ko or en")
            }
            let back = submission.text("back") ?? "/"
            return .goOn(
                to: isOurs(back) ? back : "/",
                cookie: Cookies.keep(language, isSecure: visit.settings.isSecure)
            )
        },
        asset(Stylesheet.path, Stylesheet.text, "text/css; charset=utf-8", ageSeconds: 31_536_000),
        asset("/assets/icon.svg", icon, "image/svg+xml", ageSeconds: 86_400),
    ]

    private static func asset(
        _ path: String,
        _ text: String,
        _ type: String,
        ageSeconds: Int
    ) -> Route {
        .visit(.get, path) { _ in
            var answer = Answer(.ok, text: text, type: type)
            answer.headers[.cacheControl] = "public, max-age=\(ageSeconds)"
            return answer
        }
    }

    private static let icon = """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">\
        <rect width="32" height="32" rx="8" fill="#2456e6"/>\
        <path d="M6 20q5-6 10 0t10 0v7H6z" fill="#fff"/><circle cx="16" cy="10" r="4" fill="#fff"/>\
        </svg>
        """

    /// The token that was typed, or that of the person who was chosen.
    private static func token(
        _ submission: inout Submission,
        _ settings: PageSettings
    ) throws(Problem) -> String? {
        guard let number = submission.text("person") else { return submission.text("token") }
        guard let place = Int(number), settings.people.indices.contains(place) else { return nil }
        return settings.people[place].token
    }

    /// Whether a path is one of this site: `//host` would be another's.
    private static func isOurs(_ path: String) -> Bool {
        path.hasPrefix("/") && !path.hasPrefix("//")
            && path.utf8.allSatisfy { (0x21...0x7e).contains($0) && $0 != UInt8(ascii: "\\") }
    }

    private static func page(for visit: Visit, isRefused: Bool) -> Page {
        let say = visit.say
        return Page(
            say("들어가기", "Sign in"),
            """
            <div class="narrow stack">
            <h1>\(say("들어가기", "Sign in"))</h1>
            \(isRefused ? refusal(say) : .nothing)
            \(people(visit))
            <div class="card"><details\(visit.settings.people.isEmpty ? " open" : .nothing)>
            <summary>\(say("토큰으로 들어가기", "With a token"))</summary>
            \(visit.form(
                "/sign-in",
                """
                <label>\(say("스토어가 발급한 JWT", "A JWT that the store has issued"))
                <textarea name="token" rows="4" required autocomplete="off" spellcheck="false">\
                </textarea></label>
                <button>\(say("들어가기", "Sign in"))</button>
                """
            ))
            </details></div>
            </div>
            """
        )
    }

    private static func refusal(_ say: Words) -> HTML {
        let text = say(
            "이 토큰은 유효하지 않거나 만료되었습니다.",
            "This token is not valid, or has expired."
        )
        return "<div class=\"notice bad\" role=\"alert\"><p>\(text)</p></div>"
    }

    /// In development: a button for each.
    private static func people(_ visit: Visit) -> HTML {
        guard !visit.settings.people.isEmpty else { return .nothing }
        let buttons = visit.settings.people.enumerated().map { place, person -> HTML in
            "<button name=\"person\" value=\"\(place)\" class=\"quiet\">\(person.name)</button>"
        }
        let hint = visit.say(
            "개발용입니다. 누구로 들어갈지 고르세요.",
            "For development. Choose whom to be."
        )
        return """
            <div class="card"><p class="soft">\(hint)</p>
            \(visit.form("/sign-in", "\(buttons)"))</div>
            """
    }
}
