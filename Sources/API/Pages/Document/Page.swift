import HTTPTypes

/// A page of the store, the managers or the operators: what stands between header and footer.
struct Page: Sendable {
    let title: String
    let body: HTML
    var status = HTTPResponse.Status.ok

    /// Seconds after which the browser asks again; for pages without forms that show what goes on.
    var refreshSeconds: Int?

    /// The entry of the menu that is marked.
    var section: String?

    /// Another site that a form of the page may lead on to, such as the gateway's authentication.
    var leadsTo: String?

    init(_ title: String, _ body: HTML) {
        self.title = title
        self.body = body
    }

    /// The whole document as an answer.
    ///
    /// Nothing but our own stylesheet and images is loaded, no script runs, nobody may frame it and
    /// its forms lead nowhere else. `same-origin` keeps addresses from other sites, but lets the
    /// browser say where a form came from. Sources: CSP level 3; Referrer Policy, 3.3.
    func answer(to visit: Visit) -> Answer {
        var answer = Answer(
            status,
            text: document(for: visit).markup,
            type: "text/html; charset=utf-8"
        )
        answer.headers[.contentSecurityPolicy] =
            "default-src 'none'; style-src 'self'; img-src 'self' https:; "
            + "form-action 'self'\(leadsTo.map { " \($0)" } ?? ""); base-uri 'none'; "
            + "frame-ancestors 'none'"
        answer.headers[.referrerPolicy] = "same-origin"
        answer.headers[.crossOriginOpenerPolicy] = "same-origin"
        answer.headers[.vary] = "Cookie, Accept-Language"
        return answer
    }

    private func document(for visit: Visit) -> HTML {
        """
        <!DOCTYPE html>
        <html lang="\(visit.say.language.rawValue)">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">\(refresh)
        <title>\(title) · Reservoir</title>
        <link rel="icon" href="/assets/icon.svg">
        <link rel="stylesheet" href="\(Stylesheet.path)">
        </head>
        <body>
        \(PageHeader(visit: visit, section: section).html)
        <main>
        \(body)
        </main>
        </body>
        </html>

        """
    }

    private var refresh: HTML {
        guard let refreshSeconds else { return .nothing }
        return "\n<meta http-equiv=\"refresh\" content=\"\(refreshSeconds)\">"
    }
}

/// Name, menu, who is signed in, and the languages.
struct PageHeader {
    let visit: Visit
    let section: String?

    var html: HTML {
        """
        <header><div>
        <a class="brand" href="/">Reservoir</a>
        <nav>\(Menu.entries(for: visit).map(link))</nav>
        <div class="person">\(person)\(languages)</div>
        </div></header>
        """
    }

    private func link(_ entry: Menu.Entry) -> HTML {
        let current: HTML = entry.path == section ? " aria-current=\"page\"" : .nothing
        return "<a href=\"\(entry.path)\"\(current)>\(entry.name)</a>"
    }

    private var person: HTML {
        guard visit.person != nil else { return .nothing }
        let button: HTML = "<button class=\"quiet\">\(visit.say("나가기", "Sign out"))</button>"
        return """
            <span>\(visit.personName)</span>\
            \(visit.form("/sign-out", style: .inline, button))
            """
    }

    private var languages: HTML {
        let other: Language = visit.say.language == .korean ? .english : .korean
        let name = other == .korean ? "한국어" : "English"
        return visit.form(
            "/language",
            style: .inline,
            """
            <input type="hidden" name="language" value="\(other.rawValue)">\
            <input type="hidden" name="back" value="\(visit.backPath)">\
            <button class="quiet" lang="\(other.rawValue)">\(name)</button>
            """
        )
    }
}

extension HTTPField.Name {
    static let referrerPolicy = HTTPField.Name(known: "referrer-policy")
    static let crossOriginOpenerPolicy = HTTPField.Name(known: "cross-origin-opener-policy")
}
