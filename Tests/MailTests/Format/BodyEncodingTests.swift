import Foundation
import TestTurns
import Testing

@testable import Mail

@Suite("Body encoding", .inTurn)
struct BodyEncodingTests {
    @Test("Korean goes as base64 and comes back")
    func base64() throws {
        let text = String(repeating: "예약이 완료되었습니다.\n", count: 20)
        let encoding = BodyEncoding(text)
        #expect(encoding.name == "base64")
        let lines = encoding.body.components(separatedBy: "\r\n")
        #expect(lines.allSatisfy { $0.utf8.count <= 76 })
        let data = try #require(Data(base64Encoded: lines.joined()))
        let decoded = String(bytes: data, encoding: .utf8)
        #expect(decoded == text.replacingOccurrences(of: "\n", with: "\r\n"))
    }

    @Test("English goes as quoted-printable with soft breaks")
    func quotedPrintable() {
        let encoding = BodyEncoding("a=b é \n.dot\n" + String(repeating: "x", count: 100))
        #expect(encoding.name == "quoted-printable")
        #expect(
            encoding.body
                == "a=3Db =C3=A9=20\r\n=2Edot\r\n" + String(repeating: "x", count: 75) + "=\r\n"
                + String(repeating: "x", count: 25) + "\r\n"
        )
    }

    @Test("no line exceeds 76, wherever the break falls")
    func limits() {
        for length in 60...160 {
            let body = BodyEncoding(String(repeating: "ab=", count: length)).body
            #expect(body.components(separatedBy: "\r\n").allSatisfy { $0.utf8.count <= 76 })
        }
    }
}
