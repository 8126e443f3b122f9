import HTTPTypes

/// What a browser keeps for us: who is signed in, and the language.
struct Cookies: Sendable {
    private let values: [String: String]

    /// The cookies of a request; of two with one name the first, which is the more specific.
    init(_ headers: HTTPFields) {
        let pairs = (headers[.cookie] ?? "").split(separator: ";").compactMap { pair in
            let parts = pair.split(separator: "=", maxSplits: 1)
            return parts.count == 2
                ? (String(parts[0].drop { $0 == " " }), String(parts[1])) : nil
        }
        values = Dictionary(pairs) { first, _ in first }
    }

    /// The token of whoever is signed in.
    ///
    /// With TLS only the name counts that nobody but this very host can have set: a neighbour's page
    /// could sign a visitor in as somebody else under the other.
    func token(isSecure: Bool) -> String? { values[Self.sessionName(isSecure: isSecure)] }

    /// The language chosen by hand.
    var language: Language? { values[Self.languageName].flatMap(Language.init) }

    /// Signs somebody in, until the browser is closed or the token expires.
    ///
    /// No script can read it, other sites' forms do not bring it along, and with TLS only we can
    /// have set it. Source: RFC 6265bis, 4.1.3 and 5.6.7.
    static func signIn(_ token: String, isSecure: Bool) -> String {
        "\(sessionName(isSecure: isSecure))=\(token); \(attributes(isSecure))"
    }

    static func signOut(isSecure: Bool) -> String {
        "\(sessionName(isSecure: isSecure))=; Max-Age=0; \(attributes(isSecure))"
    }

    /// Keeps a language for a year.
    static func keep(_ language: Language, isSecure: Bool) -> String {
        "\(languageName)=\(language.rawValue); Max-Age=31536000; \(attributes(isSecure))"
    }

    private static let languageName = "reservoir-language"

    private static func sessionName(isSecure: Bool) -> String {
        isSecure ? "__Host-reservoir" : "reservoir"
    }

    private static func attributes(_ isSecure: Bool) -> String {
        "Path=/; HttpOnly; SameSite=Lax" + (isSecure ? "; Secure" : "")
    }
}
