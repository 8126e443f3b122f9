public import Foundation

/// The exact request as it goes on the wire, but for the secret; stored before it is sent.
public struct GatewayRequest: Hashable, Sendable, Codable {
    /// What the request asks the gateway to do.
    public enum Operation: String, Hashable, Sendable, Codable {
        /// Make a payment that charges nothing yet.
        case createPayment

        /// Charge.
        case confirm

        /// Make "not charged" certain.
        case cancelPayment

        /// Pay back an explicit amount.
        case refund
    }

    /// The name of the gateway that built it.
    public let gateway: String

    /// What it asks for.
    public let operation: Operation

    /// The HTTP method; always `POST` today.
    public let method: String

    /// The path under the base URL, already percent-encoded.
    public let path: String

    /// The media type of `body`.
    public let contentType: String

    /// The exact bytes of the body.
    public let body: Data

    /// The key that makes a repeat harmless while the gateway remembers it; one key, one endpoint.
    public let idempotencyKey: String

    /// The pinned API version, where the gateway has one.
    public let apiVersion: String?

    /// Which credential it is sent with, always.
    public let credentialID: String

    /// What its answer is checked against.
    public let subject: GatewaySubject

    /// A request; adapters build these.
    ///
    /// - Throws: `GatewayError.invalidOrder` when the idempotency key is empty, longer than
    ///   `idempotencyKeyMax` or not printable ASCII.
    public init(
        gateway: String,
        operation: Operation,
        path: String,
        contentType: String,
        body: Data,
        idempotencyKey: String,
        idempotencyKeyMax: Int,
        apiVersion: String?,
        credentialID: String,
        subject: GatewaySubject
    ) throws(GatewayError) {
        let printable = idempotencyKey.utf8.allSatisfy { (0x21...0x7e).contains($0) }
        guard printable, (1...idempotencyKeyMax).contains(idempotencyKey.utf8.count) else {
            throw .invalidOrder("an idempotency key is 1 to \(idempotencyKeyMax) printable ASCII")
        }
        self.gateway = gateway
        self.operation = operation
        method = "POST"
        self.path = path
        self.contentType = contentType
        self.body = body
        self.idempotencyKey = idempotencyKey
        self.apiVersion = apiVersion
        self.credentialID = credentialID
        self.subject = subject
    }
}

extension GatewayRequest: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// What it does and under which key, without the body.
    public var description: String {
        "\(gateway) \(operation.rawValue) key \(idempotencyKey), \(body.count) bytes"
    }

    /// The same as `description`.
    public var debugDescription: String { description }

    /// A mirror without the body, which holds the buyer's token.
    public var customMirror: Mirror {
        Mirror(self, children: ["description": description])
    }
}
