/// What the member reads: a subject and the same letter as plain text and as HTML.
public struct MailContent: Hashable, Sendable {
    /// The subject, unencoded, on one line.
    public var subject: String

    /// The plain text, lines ended by `\n`.
    public var text: String

    /// The HTML document: inline styles, nothing loaded from elsewhere.
    public var html: String

    /// Content whose three parts are written already; templates usually make a `MailLetter`.
    public init(subject: String, text: String, html: String) {
        self.subject = subject
        self.text = text
        self.html = html
    }
}
