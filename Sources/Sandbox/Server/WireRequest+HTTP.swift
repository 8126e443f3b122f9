import HTTPTypes
import Hummingbird

extension WireRequest {
    /// The request as it came over HTTP, its body read.
    init(_ request: Request, body: String) {
        self.init(
            method: request.method.rawValue,
            path: request.uri.path,
            query: request.uri.query ?? "",
            body: body,
            authorization: request.headers[.authorization],
            idempotencyKey: request.headers[.idempotencyKey],
            testCode: request.headers[.tossTestCode],
            stripeVersion: request.headers[.stripeVersion]
        )
    }
}

extension Response {
    /// An answer as it goes over HTTP; JSON unless it says otherwise.
    init(_ answer: WireAnswer) {
        var fields = HTTPFields()
        for header in answer.headers {
            guard let name = HTTPField.Name(header.name) else { continue }
            fields[name] = header.value
        }
        if fields[.contentType] == nil { fields[.contentType] = "application/json" }
        self.init(
            status: .init(code: answer.status),
            headers: fields,
            body: .init(byteBuffer: .init(string: answer.body))
        )
    }
}

extension HTTPField.Name {
    fileprivate static let idempotencyKey = named("Idempotency-Key")
    fileprivate static let tossTestCode = named("TossPayments-Test-Code")
    fileprivate static let stripeVersion = named("Stripe-Version")

    private static func named(_ name: String) -> HTTPField.Name {
        guard let field = HTTPField.Name(name) else {
            preconditionFailure("\(name) is a valid field name")
        }
        return field
    }
}
