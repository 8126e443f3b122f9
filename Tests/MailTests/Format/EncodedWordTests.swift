import Foundation
import TestTurns
import Testing

@testable import Mail

@Suite("Encoded words", .inTurn)
struct EncodedWordTests {
    @Test(
        "Korean and emoji come back whole, word by word",
        arguments: [
            "김민지", String(repeating: "별의 항해 ", count: 12), "👨‍👩‍👧‍👦 가족 🎮🎮🎮🎮🎮🎮🎮🎮🎮🎮",
            "é", "𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞",
        ]
    )
    func roundTrip(text: String) throws {
        var decoded = ""
        for word in EncodedWord.words(text) {
            #expect(word.utf8.count <= 75)
            #expect(word.hasPrefix("=?utf-8?B?") && word.hasSuffix("?="))
            let data = try #require(Data(base64Encoded: String(word.dropFirst(10).dropLast(2))))
            decoded += try #require(String(bytes: data, encoding: .utf8))
        }
        #expect(decoded == text)
    }

    @Test("a Korean name is known by its encoded word")
    func korean() {
        #expect(EncodedWord.words("김민지") == ["=?utf-8?B?6rmA66+87KeA?="])
    }

    @Test("a subject folds within 76 characters")
    func folding() {
        for subject in [
            String(repeating: "신작 게임 예약 완료 ", count: 12),
            String(repeating: "reservation complete ", count: 10),
        ] {
            let field = HeaderField("Subject", text: subject).text
            let lines = field.components(separatedBy: "\r\n")
            #expect(lines.count > 2)
            #expect(lines.last == "")
            #expect(lines.dropLast().allSatisfy { $0.utf8.count <= 76 })
            #expect(lines.dropLast().dropFirst().allSatisfy { $0.hasPrefix(" ") })
        }
    }

    @Test("text that looks like an encoded word is encoded, so that it is not decoded")
    func lookalike() {
        #expect(HeaderField("Subject", text: "=?utf-8?B?eA==?=").text.contains("=?utf-8?B?PT91"))
    }

    @Test("quotes and backslashes in a name stay inside the quoted string")
    func quoting() throws {
        let address = try MailAddress("a@b.example", name: "A \"B\" \\ <c@d.example>, e")
        let field = HeaderField("To", addresses: [address]).text
        #expect(field == "To: \"A \\\"B\\\" \\\\ <c@d.example>, e\" <a@b.example>\r\n")
    }
}
