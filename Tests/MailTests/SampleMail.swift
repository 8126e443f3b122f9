import Foundation
import Mail
import Money

/// Mails that tests share.
enum SampleMail {
    static func facts() -> MailFacts {
        MailFacts(
            memberName: "김민지",
            gameTitle: "별의 항해 <2>",
            amount: Currency("KRW").map { Money(59_800, $0) },
            pointsUsed: 1200,
            pointsEarned: 598,
            refund: Currency("KRW").map { won in
                MailFacts.Refund(
                    cash: Money(59_500, won),
                    pointsRestored: 1_200,
                    pointsClawedBack: 298,
                    pointsDeducted: 300
                )
            },
            gift: MailFacts.Gift(
                otherName: "박서준",
                message: "생일 축하해! <3",
                until: "2027-01-15 21:00"
            ),
            reasonCode: "insufficient_funds",
            reservationID: "R-1001",
            orderID: "O-2002",
            releaseAt: "2027년 1월 15일",
            expiring: [
                MailFacts.Expiring(points: 1_200, until: "2027-01-15 21:00"),
                MailFacts.Expiring(points: 34, until: "2027-01-20 09:30"),
            ]
        )
    }

    static func message(
        name: String? = "김민지",
        content: MailContent? = nil,
        unique: String = "m-1"
    ) throws -> MailMessage {
        MailMessage(
            from: try MailAddress("no-reply@store.example", name: "Game Store"),
            to: [try MailAddress("minji@member.example", name: name)],
            date: Date(timeIntervalSince1970: 1_795_424_700),
            messageID: try MessageID(unique: unique, domain: "store.example"),
            content: try content
                ?? MailCatalog.standard.render(
                    kind: "payment_completed",
                    facts: facts(),
                    language: .korean
                )
        )
    }

    static func submitted(
        _ text: String = "Subject: x\r\n\r\nhello\r\n",
        to recipients: [String] = ["a@b.example"]
    ) throws -> SubmittedMail {
        try SubmittedMail(
            from: MailAddress("no-reply@store.example"),
            recipients: recipients.map { try MailAddress($0) },
            bytes: Array(text.utf8)
        )
    }

    static func text(_ message: MailMessage) -> String {
        String(decoding: message.bytes, as: UTF8.self)
    }
}
