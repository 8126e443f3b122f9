import Foundation
import NIOCore
import Sandbox
import TestTurns
import Testing

@Suite("The mail server", .inTurn)
struct MailTests {
    private func message(_ subject: String = "Hello", id: String = "<1@shop>") -> String {
        "Subject: \(subject)\r\nMessage-ID: \(id)\r\nTo: a@b.test\r\n\r\nHello\r\n..dot\r\n"
    }

    /// A whole conversation in one packet, as a client that pipelines sends it.
    private func talk(_ client: SandboxClient, _ messages: [String]) async throws -> [String] {
        var text = "EHLO shop.test\r\n"
        for message in messages {
            text += "MAIL FROM:<s@shop.test> BODY=8BITMIME SIZE=100\r\nRCPT TO:<a@b.test>\r\n"
            text += "DATA\r\n\(message).\r\n"
        }
        let received = try await RawConnection.exchange(
            port: client.address.smtpPort,
            sending: text + "QUIT\r\n"
        )
        return received.components(separatedBy: "\r\n").filter { !$0.isEmpty }
    }

    @Test("mails that come in one packet are taken and shown decoded")
    func pipelined() async throws {
        try await withSandbox { client in
            let subject =
                "=?UTF-8?B?\(Data("예약 ".utf8).base64EncodedString())?=\r\n =?utf-8?Q?=EC=99=84=EB=A3=8C_ok?="
            let lines = try await talk(client, [message(subject), message(id: "<2@shop>")])
            #expect(lines.first?.hasPrefix("220 ") == true)
            #expect(lines.contains("250-PIPELINING"))
            #expect(lines.contains("250-8BITMIME"))
            #expect(lines.filter { $0 == "250 2.0.0 Taken" }.count == 2)
            #expect(lines.last?.hasPrefix("221 ") == true)
            let truth = try await client.control("/_truth")
            #expect(truth["mails.0.subject"] == "예약 완료 ok")
            #expect(truth["mails.0.to"] == "a@b.test")
            #expect(truth["mails.1.message_id"] == "<2@shop>")
        }
    }

    @Test("a repeated Message-ID is a second row and counted")
    func duplicates() async throws {
        try await withSandbox { client in
            _ = try await talk(client, [message(), message()])
            #expect(try await client.control("/_truth").count("mails") == 2)
            #expect(try await client.control("/_calls")["mails.duplicates"] == "1")
        }
    }

    @Test(
        "refused mails are not stored, a mail whose answer is lost is",
        arguments: [("mail_4xx_rate", "451", 0), ("mail_5xx_rate", "554", 0)]
    )
    func refused(_ rate: String, _ code: String, _ stored: Int) async throws {
        try await withSandbox { client in
            try await client.control("/_faults", #"{"\#(rate)":1}"#)
            let lines = try await talk(client, [message()])
            #expect(lines.contains { $0.hasPrefix(code) })
            #expect(try await client.control("/_truth").count("mails") == stored)
        }
    }

    @Test("a mail may be taken without the sender learning of it")
    func dropAfter() async throws {
        try await withSandbox { client in
            try await client.control("/_faults", #"{"mail_drop_after_rate":1}"#)
            let lines = try await talk(client, [message()])
            #expect(!lines.contains("250 2.0.0 Taken"))
            #expect(try await client.control("/_truth").count("mails") == 1)
        }
    }

    @Test("commands out of order and unknown ones are refused, and the connection goes on")
    func wrongCommands() async throws {
        try await withSandbox { client in
            let text = "MAIL FROM:<a@b.c>\r\nEHLO x\r\nRCPT TO:<a@b.c>\r\nDATA\r\nWHAT\r\n"
            let more = "MAIL FROM:<a@b.c> SIZE=99999999\r\nMAIL FROM:<>\r\nRSET\r\nDATA\r\nQUIT\r\n"
            let received = try await RawConnection.exchange(
                port: client.address.smtpPort,
                sending: text + more
            )
            let codes = received.components(separatedBy: "\r\n").map { String($0.prefix(4)) }
                .filter { $0.hasSuffix(" ") }
            let expected = [
                "220 ", "503 ", "250 ", "503 ", "503 ", "500 ", "552 ", "250 ", "250 ", "503 ",
                "221 ",
            ]
            #expect(codes == expected)
        }
    }
}
