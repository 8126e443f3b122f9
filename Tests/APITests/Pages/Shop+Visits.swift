import Foundation
import NIOHTTP1
import Testing

extension Shop {
    /// A page as somebody's browser asks for it, without following where it leads.
    func visit(
        _ path: String,
        as token: String?,
        language: String = "en"
    ) async throws -> Reply {
        try await ask(
            .GET,
            path,
            headers: ["cookie": cookie(token), "accept-language": language]
        )
    }

    /// What every form shown to somebody carries.
    func guardText(for token: String) async throws -> String {
        let page = try await visit("/sign-in", as: token)
        let found = page.text.firstMatch(of: /name="guard" value="([A-Za-z0-9_-]{20,})"/)
        return String(try #require(found?.1))
    }

    /// A form as somebody's browser sends it.
    ///
    /// `origin` is where it was shown, nil when the browser does not say; `guardText` what it
    /// carries, by default what it should.
    func send(
        _ path: String,
        as token: String?,
        _ fields: KeyValuePairs<String, String>,
        origin: String? = "",
        guardText: String? = nil,
        key: String = UUID().uuidString
    ) async throws -> Reply {
        var pairs = fields.map { ($0.key, $0.value) } + [("key", key)]
        if let guardText {
            pairs.append(("guard", guardText))
        } else if let token {
            pairs.append(("guard", try await self.guardText(for: token)))
        }
        let body = pairs.map { "\($0)=\(Self.encoded($1))" }.joined(separator: "&")
        var headers = [
            "cookie": cookie(token), "content-type": "application/x-www-form-urlencoded",
        ]
        headers["origin"] = origin.map { $0.isEmpty ? url : $0 }
        return try await ask(.POST, path, as: nil, body, headers: headers)
    }

    private func cookie(_ token: String?) -> String { token.map { "reservoir=\($0)" } ?? "a=b" }

    private static func encoded(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    }

    /// Where a page leads.
    static func location(_ reply: Reply) -> String? { reply.headers.first(name: "location") }
}
