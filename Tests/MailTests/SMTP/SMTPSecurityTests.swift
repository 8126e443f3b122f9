import Foundation
import Mail
import TestTurns
import Testing

@Suite("SMTP security", .inTurn, .timeLimit(.minutes(10)))
struct SMTPSecurityTests {
    private static let accepted = SubmissionOutcome.accepted(reply: "250 2.0.0 queued")

    @Test("STARTTLS encrypts credentials and mail")
    func startTLS() async throws {
        let (script, roots) = try SubmissionHarness.tlsScript(
            extensions: ["STARTTLS", "AUTH PLAIN"])
        let mail = try SampleMail.submitted()
        let log = try await SubmissionHarness.run(
            script,
            configure: { try Self.configure(&$0, .startTLS, roots) },
            { #expect(await $0.send(mail) == Self.accepted) }
        )
        let clear = log.commands.filter { !$0.isEncrypted }.map(\.text)
        #expect(clear == ["connect", "EHLO localhost", "STARTTLS"])
        #expect(log.texts.contains("AUTH PLAIN " + Self.base64("\0user\0secret")))
    }

    @Test("implicit TLS encrypts from the first byte")
    func implicitTLS() async throws {
        let (script, roots) = try SubmissionHarness.tlsScript(
            extensions: ["AUTH LOGIN"],
            isImplicit: true
        )
        let mail = try SampleMail.submitted()
        let log = try await SubmissionHarness.run(
            script,
            configure: { try Self.configure(&$0, .implicitTLS, roots) },
            { #expect(await $0.send(mail) == Self.accepted) }
        )
        #expect(log.commands.allSatisfy { $0.isEncrypted })
        let dialogue = Array(log.texts.dropFirst(2).prefix(3))
        #expect(dialogue == ["AUTH LOGIN", Self.base64("user"), Self.base64("secret")])
    }

    @Test("a server whose STARTTLS was stripped gets neither credentials nor mail")
    func stripped() async throws {
        let (_, roots) = try SubmissionHarness.tlsScript()
        let script = SMTPTestServer.Script(extensions: ["AUTH PLAIN LOGIN"])
        let mail = try SampleMail.submitted()
        let reason = "the server does not offer STARTTLS"
        let log = try await SubmissionHarness.run(
            script,
            configure: { try Self.configure(&$0, .startTLS, roots) },
            { #expect(await $0.send(mail) == .configuration(reason: reason)) }
        )
        #expect(log.texts == ["connect", "EHLO localhost"])
    }

    @Test("bytes that an attacker slipped in behind the answer to STARTTLS end the connection")
    func injected() async throws {
        let (_, roots) = try SubmissionHarness.tlsScript()
        let script = SubmissionHarness.script(
            "STARTTLS",
            .say("220 go\r\n250 injected"),
            extensions: ["STARTTLS"]
        )
        let outcome = try await SubmissionHarness.outcome(script) {
            try Self.configure(&$0, .startTLS, roots)
        }
        let reason = "bytes in clear text follow the answer to STARTTLS"
        #expect(outcome == .unreachable(reason: reason))
    }

    @Test(
        "a certificate nobody vouches for, or for another name, gets nothing",
        arguments: [SMTPConfiguration.Security.startTLS, .implicitTLS],
        [true, false]
    )
    func untrusted(security: SMTPConfiguration.Security, isNameWrong: Bool) async throws {
        let (script, roots) = try SubmissionHarness.tlsScript(
            extensions: ["STARTTLS", "AUTH PLAIN"],
            isImplicit: security == .implicitTLS
        )
        let mail = try SampleMail.submitted()
        var outcome = Self.accepted
        let log = try await SubmissionHarness.run(
            script,
            configure: {
                try Self.configure(&$0, security, isNameWrong ? roots : .system)
                if isNameWrong { $0.serverName = "other.example" }
            },
            { outcome = await $0.send(mail) }
        )
        guard case .unreachable(let reason) = outcome else {
            Issue.record("expected unreachable, got \(outcome)")
            return
        }
        #expect(reason.hasPrefix("TLS: "))
        #expect(!log.texts.contains { $0.hasPrefix("AUTH") || $0.hasPrefix("MAIL") })
    }

    @Test("refused credentials are a matter of configuration and not repeated in the reason")
    func refusedCredentials() async throws {
        let script = SubmissionHarness.script(
            "AUTH",
            .say("535 5.7.8 bad credentials"),
            extensions: ["AUTH PLAIN"]
        )
        let outcome = try await SubmissionHarness.outcome(script) {
            try Self.configure(&$0, .plain, .system)
        }
        let reason = "AUTH is answered 535 5.7.8 bad credentials"
        #expect(outcome == .configuration(reason: reason))
    }

    @Test("a passing failure of authentication is unreachable")
    func passingFailure() async throws {
        let script = SubmissionHarness.script(
            "AUTH",
            .say("454 4.7.0 later"),
            extensions: ["AUTH PLAIN"]
        )
        let outcome = try await SubmissionHarness.outcome(script) {
            try Self.configure(&$0, .plain, .system)
        }
        #expect(outcome == .unreachable(reason: "AUTH is answered 454 4.7.0 later"))
    }

    @Test("credentials show no password")
    func redaction() throws {
        let credentials = try SMTPCredentials(username: "user", password: "secret")
        for shown in ["\(credentials)", String(reflecting: credentials)] {
            #expect(!shown.contains("secret"))
        }
        var dumped = ""
        dump(credentials, to: &dumped)
        #expect(!dumped.contains("secret"))
    }

    private static func configure(
        _ configuration: inout SMTPConfiguration,
        _ security: SMTPConfiguration.Security,
        _ roots: SMTPConfiguration.TrustRoots
    ) throws {
        configuration.security = security
        configuration.trustRoots = roots
        configuration.serverName = "localhost"
        configuration.credentials = try SMTPCredentials(username: "user", password: "secret")
    }

    private static func base64(_ text: String) -> String {
        Data(text.utf8).base64EncodedString()
    }
}
