/// An error answer in Toss's shape: `{code, message}` with the code's status.
struct TossRefusal: Error, Sendable {
    let code: String
    var isKept = false

    /// A refusal from before the call was carried out; no key remembers it.
    static func early(_ code: String) -> TossRefusal { TossRefusal(code: code) }

    /// A refusal that the call itself came to.
    static func carriedOut(_ code: String) -> TossRefusal { TossRefusal(code: code, isKept: true) }

    var answer: WireAnswer {
        let (status, message) = TossErrorTable.entry(code)
        let headers: [WireAnswer.Header] =
            status == 429 ? [.init(name: "Retry-After", value: "1")] : []
        return WireAnswer(
            status: status,
            body: ["code": .string(code), "message": .string(message)],
            isKept: isKept,
            headers: headers
        )
    }
}
