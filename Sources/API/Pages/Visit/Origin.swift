import HTTPTypes

/// Where browsers believe the pages are.
struct Origin: Sendable, Hashable {
    /// Scheme and host, without a slash at the end.
    let text: String

    /// The address of the settings, or, in development, what the browser asked for.
    init(_ settings: PageSettings, host: String?) {
        text = settings.address ?? "http://\(host ?? "127.0.0.1")"
    }

    /// Whether a form of our own pages sent this.
    ///
    /// Browsers say where a form came from with every POST; whoever does not say is none of ours.
    func isOf(_ headers: HTTPFields) -> Bool {
        headers[.origin] == text
            && ["same-origin", nil].contains(headers[.secFetchSite])
    }
}

extension HTTPField.Name {
    static let secFetchSite = HTTPField.Name(known: "sec-fetch-site")
}
