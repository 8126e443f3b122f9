import Foundation
import TestTurns
import Testing

@testable import Gateways

@Suite("Stripe's webhook signature", .inTurn)
struct StripeWebhookTests {
    private let body = Data(#"{"id":"evt_1","type":"payment_intent.succeeded"}"#.utf8)
    private let signedAt = Date(timeIntervalSince1970: 1_755_000_000)

    /// Computed apart from the code under test, with openssl:
    /// `printf '1755000000.%s' BODY | openssl dgst -sha256 -hmac whsec_example`.
    private let signature = "84702a8015ababdd87c3788f4288ac50b5c93da8180fb83cfcc071eef916a464"

    private func verdict(
        header: String? = nil,
        secrets: [String] = ["whsec_example"],
        after seconds: Double = 0,
        body: Data? = nil
    ) -> StripeWebhook.Verdict {
        StripeWebhook.verify(
            body: body ?? self.body,
            signatureHeader: header ?? "t=1755000000,v1=\(signature)",
            secrets: secrets,
            now: signedAt.addingTimeInterval(seconds)
        )
    }

    @Test("a signed body is authentic, also with another scheme beside and a rotating secret")
    func authentic() {
        #expect(verdict() == .authentic(at: signedAt))
        #expect(verdict(secrets: ["whsec_new", "whsec_example"]) == .authentic(at: signedAt))
        #expect(
            verdict(header: "t=1755000000,v0=aa,v1=bb,v1=\(signature)")
                == .authentic(at: signedAt)
        )
    }

    @Test("300 seconds either way are tolerated and no more")
    func tolerance() {
        #expect(verdict(after: 300) == .authentic(at: signedAt))
        #expect(verdict(after: -300) == .authentic(at: signedAt))
        #expect(verdict(after: 301) == .outsideTolerance)
        #expect(verdict(after: -301) == .outsideTolerance)
    }

    @Test("a changed body, time or secret is forged")
    func forged() {
        #expect(verdict(body: body + [0x20]) == .forged)
        #expect(verdict(header: "t=1755000001,v1=\(signature)") == .forged)
        #expect(verdict(secrets: ["whsec_other"]) == .forged)
        #expect(verdict(secrets: []) == .forged)
        #expect(verdict(header: "t=1755000000,v1=\(signature.dropLast())") == .forged)
    }

    @Test(
        "a header without one time and a signature is malformed",
        arguments: ["", "t=1755000000", "v1=aa", "t=x,v1=aa", "t=1,t=2,v1=aa", "t=1,v0=aa", ",=,"]
    )
    func malformed(header: String) {
        #expect(verdict(header: header) == .malformed)
    }
}
