/// A secret API key and the id that stands for it in everything stored.
public struct GatewayCredential: Sendable {
    /// What requests and journals carry in the secret's place.
    public let id: String

    let secret: String

    /// A credential; the secret is never shown again.
    public init(id: String, secret: String) {
        self.id = id
        self.secret = secret
    }
}

extension GatewayCredential: CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    /// The id without the secret.
    public var description: String { "credential \(id)" }

    /// The id without the secret.
    public var debugDescription: String { description }

    /// A mirror without the secret, so that `dump` shows none.
    public var customMirror: Mirror { Mirror(self, children: ["id": id]) }
}
