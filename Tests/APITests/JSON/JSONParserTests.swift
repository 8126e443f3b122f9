import Testing

@testable import API

@Suite("Reading JSON")
struct JSONParserTests {
    @Test("what is read is written the same")
    func roundTrip() throws {
        let text = #"{"a":[1,-2,0,1.50,1e9],"b":"\"\\\u0001 한 😀","c":null,"d":true,"e":{}}"#
        #expect(try JSONParser.parse(Array(text.utf8)).text == text)
    }

    @Test("escapes are what they stand for")
    func escapes() throws {
        let parsed = try JSONParser.parse(Array(#""\u00e9\ud83d\ude00\n\/""#.utf8))
        #expect(parsed == .string("é😀\n/"))
    }

    @Test(
        "what RFC 8259 does not have, or nobody should send, is refused",
        arguments: [
            "", " ", "01", "-", "1.", ".5", "1e", "+1", "tru", "nul", "'a'", "[1,]", "{\"a\":1,}",
            "{a:1}", "[1", "\"a", "\"\\x\"", "\"\\u12\"", "\"\\ud800\"", "\"\\udc00\"",
            "\"\\u0000\"",
            "\"\u{1}\"", "1 2", "{\"a\":1,\"a\":2}", "NaN", "Infinity", "\u{feff}1",
        ]
    )
    func refused(text: String) {
        #expect(throws: JSONParser.Fault.self) { try JSONParser.parse(Array(text.utf8)) }
    }

    @Test("whole numbers are read to the last unit; larger ones are not rounded")
    func numbers() throws {
        #expect(try JSONParser.parse(Array("9223372036854775807".utf8)) == .integer(.max))
        #expect(try JSONParser.parse(Array("-7.00".utf8)) == .integer(-7))
        let large = "9223372036854775808"
        #expect(try JSONParser.parse(Array(large.utf8)) == .otherNumber(large))
    }
}
