public import Foundation

/// A mail to one or more people, as the bytes of RFC 5322 and MIME.
///
/// Equal values give identical bytes, so a re-send after an unknown outcome is the same mail.
public struct MailMessage: Hashable, Sendable {
    /// Who writes.
    public var from: MailAddress

    /// Who reads.
    public var to: [MailAddress]

    /// The instant of writing; the message's, not the attempt's.
    public var date: Date

    /// The same for every attempt.
    public var messageID: MessageID

    /// Subject, text and HTML.
    public var content: MailContent

    /// A mail; `to` should not be empty.
    public init(
        from: MailAddress,
        to: [MailAddress],
        date: Date,
        messageID: MessageID,
        content: MailContent
    ) {
        self.from = from
        self.to = to
        self.date = date
        self.messageID = messageID
        self.content = content
    }

    /// The mail with CR LF line ends, before dot-stuffing.
    ///
    /// ASCII, except for mailboxes that need SMTPUTF8.
    public var bytes: [UInt8] {
        let head = fields.map(\.text).joined()
        let parts = [("plain", content.text), ("html", content.html)].map(part).joined()
        return Array((head + "\r\n" + parts + "--\(messageID.boundary)--\r\n").utf8)
    }

    /// Auto-Submitted (RFC 3834) keeps vacation notices from answering.
    private var fields: [HeaderField] {
        [
            HeaderField("Date", words: [MailDate.text(date)]),
            HeaderField("From", addresses: [from]),
            HeaderField("To", addresses: to),
            HeaderField("Subject", text: content.subject),
            HeaderField("Message-ID", words: [messageID.text]),
            HeaderField("Auto-Submitted", words: ["auto-generated"]),
            HeaderField("MIME-Version", words: ["1.0"]),
            HeaderField(
                "Content-Type",
                words: ["multipart/alternative;", "boundary=\"\(messageID.boundary)\""]
            ),
        ]
    }

    private func part(_ subtype: String, _ text: String) -> String {
        let encoding = BodyEncoding(text)
        return "--\(messageID.boundary)\r\n"
            + "Content-Type: text/\(subtype); charset=utf-8\r\n"
            + "Content-Transfer-Encoding: \(encoding.name)\r\n\r\n"
            + encoding.body
    }
}
