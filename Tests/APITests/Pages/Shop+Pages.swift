import API
import Foundation
import Postgres
import TestBrowser

extension Shop {
    /// A shop with its pages, also those of operators.
    static func openPages(
        _ body: @escaping @Sendable (Shop) async throws -> Void
    ) async throws {
        try await open(
            { configuration in
                var pages = PageSettings()
                pages.operators = ConnectionConfiguration(
                    conninfo: configuration.connection.conninfo
                        .replacing("user='reservoir_api'", with: "user='reservoir_admin'")
                )
                configuration.pages = pages
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
