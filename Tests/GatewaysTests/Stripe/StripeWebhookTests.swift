import Foundation
import Testing

@testable import Gateways

@Suite("Stripe's webhook signature")
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

    @Test("SHA-256 gives the published digests")
    func digests() {
        func hexadecimal(_ bytes: [UInt8]) -> String {
            bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        }
        // FIPS 180-4's examples.
        #expect(
            hexadecimal(SHA256.digest(Array("abc".utf8)))
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        )
        #expect(
            hexadecimal(SHA256.digest([]))
                == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        )
        #expect(
            hexadecimal(
                SHA256.digest(
                    Array("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq".utf8)
                )
            )
                == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        )
        // RFC 4231, cases 2 and 6 (a key longer than a block).
        #expect(
            hexadecimal(
                SHA256.authenticationCode(
                    key: Array("Jefe".utf8),
                    message: Array("what do ya want for nothing?".utf8)
                )
            )
                == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        )
        #expect(
            hexadecimal(
                SHA256.authenticationCode(
                    key: [UInt8](repeating: 0xaa, count: 131),
                    message: Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8)
                )
            )
                == "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        )
    }
}
