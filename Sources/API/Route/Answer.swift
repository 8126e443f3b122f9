import HTTPTypes
import Hummingbird
import NIOCore
import Preorder

/// What a request is answered with.
struct Answer: Sendable {
    var status: HTTPResponse.Status
    var headers: HTTPFields
    let text: String

    /// A text of a media type; not to be kept by caches unless `headers` say otherwise.
    init(_ status: HTTPResponse.Status, text: String, type: String) {
        self.status = status
        self.text = text
        headers = [.contentType: type, .cacheControl: "no-store"]
    }

    /// A JSON document.
    init(_ status: HTTPResponse.Status, _ json: JSON) {
        self.init(status, text: json.text, type: "application/json")
    }

    /// A JSON document that is all that was asked for.
    init(_ json: JSON) { self.init(.ok, json) }

    /// An answer that was given before, or is to be kept.
    init(kept: KeptAnswer) {
        self.init(.init(code: kept.status), text: kept.json, type: "application/json")
        headers[.location] = kept.location
    }

    /// The response; without its body where only the head was asked for.
    func response(headOnly: Bool) -> Response {
        Response(
            status: status,
            headers: head.headerFields,
            body: headOnly || status == .notModified
                ? .init() : .init(byteBuffer: ByteBuffer(string: text))
        )
    }

    /// Its head, with the length of its body.
    var head: HTTPResponse {
        var headers = headers
        headers[.contentLength] = status == .notModified ? nil : String(text.utf8.count)
        headers[.xContentTypeOptions] = "nosniff"
        return HTTPResponse(status: status, headerFields: headers)
    }
}

extension KeptAnswer {
    /// Something was created: 201, or 202 for what is carried out later.
    init(_ status: HTTPResponse.Status, at location: String?, _ json: JSON) {
        self.init(status: status.code, location: location, json: json.text)
    }
}

extension HTTPField.Name {
    static let requestID = HTTPField.Name(known: "x-request-id")
    static let traceparent = HTTPField.Name(known: "traceparent")
    static let idempotencyKey = HTTPField.Name(known: "idempotency-key")

    /// A name that is known to be one.
    init(known name: String) {
        guard let parsed = HTTPField.Name(name) else { preconditionFailure("\(name) is no name") }
        self = parsed
    }
}
