import Mail
import NIOSSL
import TestReceiver

/// Runs a client against a scripted server and closes both.
enum SubmissionHarness {
    static func run(
        _ script: SMTPTestServer.Script = .init(),
        configure: (inout SMTPConfiguration) throws -> Void = { _ in },
        _ body: (SMTPSubmission) async throws -> Void
    ) async throws -> SMTPTestServer.Log {
        let server = try await SMTPTestServer.start(script)
        var configuration = SMTPConfiguration(
            host: "127.0.0.1",
            port: server.port,
            security: .plain
        )
        try configure(&configuration)
        let client = try SMTPSubmission(configuration)
        try await body(client)
        await client.close()
        try await server.stop()
        return server.log
    }

    /// The outcome of one mail.
    static func outcome(
        _ script: SMTPTestServer.Script,
        configure: (inout SMTPConfiguration) throws -> Void = { _ in }
    ) async throws -> SubmissionOutcome {
        let mail = try SampleMail.submitted()
        var outcome = SubmissionOutcome.unknown(reason: "not sent")
        _ = try await run(script, configure: configure) { outcome = await $0.send(mail) }
        return outcome
    }

    /// A server that answers one command in its own way.
    static func script(
        _ command: String,
        _ answer: SMTPTestServer.Answer,
        extensions: [String] = []
    ) -> SMTPTestServer.Script {
        SMTPTestServer.Script(extensions: extensions) {
            $0.text.hasPrefix(command) ? answer : nil
        }
    }

    /// A server with TLS, and the certificate that clients must trust.
    static func tlsScript(
        extensions: [String] = [],
        isImplicit: Bool = false
    ) throws -> (SMTPTestServer.Script, SMTPConfiguration.TrustRoots) {
        let certificate = try TestCertificate.localhost.get()
        let script = SMTPTestServer.Script(
            extensions: extensions,
            tls: try certificate.serverContext(),
            isImplicitTLS: isImplicit
        )
        return (script, .pemFile(certificate.certificatePath))
    }
}
