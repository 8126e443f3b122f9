import Foundation

/// An HTTP answer, whole: what every interpretation is a pure function of.
struct GatewayResponse: Sendable {
    /// Why a body could not be read.
    struct Unreadable: Error {
        let reason: String
    }

    let status: Int

    /// The first value of each header, by its lower-case name.
    let headers: [String: String]

    let body: Data

    /// The wait the gateway asks for, in its form of whole seconds; capped at a day so that a
    /// nonsensical header cannot park a message for ever.
    var retryAfter: Duration? {
        guard let text = headers["retry-after"], let seconds = Int64(text), seconds >= 0 else {
            return nil
        }
        return .seconds(min(seconds, 86_400))
    }

    /// Whether the server says that it is broken, so that nothing else in its answer counts.
    var isBroken: Bool { status >= 500 }

    /// What a failed exchange comes to: silence from a broken server, else an open question.
    func uncertain(_ reason: String) -> GatewayAnswer {
        isBroken
            ? .silent(reason: reason, after: retryAfter)
            : .unknown(reason: reason, after: retryAfter)
    }

    /// Whether the gateway says that it repeats the answer stored under the idempotency key.
    var isReplay: Bool { headers["idempotent-replayed"] == "true" }

    func decoded<Value: Decodable>(_ type: Value.Type) throws(Unreadable) -> Value {
        do {
            return try JSONDecoder().decode(type, from: body)
        } catch {
            // The decoder's own text may quote the body, which can carry the buyer's data.
            throw Unreadable(reason: "HTTP \(status) with a body that is not a \(type)")
        }
    }
}
