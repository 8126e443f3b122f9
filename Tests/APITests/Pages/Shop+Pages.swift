import API
import Foundation
import Postgres
import TestBrowser

extension Shop {
    /// A shop with its pages, also those of operators, whose first connection goes through `proxy`.
    static func openPages(
        through proxy: Int? = nil,
        _ body: @escaping @Sendable (Shop) async throws -> Void
    ) async throws {
        try await open(
            { configuration in
                var pages = PageSettings()
                let conninfo = configuration.connection.conninfo
                    .replacing("user='reservoir_api'", with: "user='reservoir_admin'")
                pages.operators = ConnectionConfiguration(
                    conninfo: proxy.map { CutConninfo.through($0, conninfo) } ?? conninfo
                )
                configuration.pages = pages
                configuration.overviewAge = .zero
            },
            body
        )
    }

    /// Signs in as whoever the token names.
    func signIn(_ browser: Browser, as token: String) async throws {
        try await browser.go(to: url + "/sign-in")
        try await browser.fill("textarea[name=token]", token)
        try await browser.click("details button")
        try await browser.wait(for: "nav a")
    }
}
