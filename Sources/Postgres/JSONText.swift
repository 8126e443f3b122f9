/// The text of a `json` or `jsonb` value.
public struct JSONText: Hashable, Sendable, Bindable, RowDecodable {
    /// The JSON, as it is or as the server wrote it.
    public var text: String

    /// Wraps JSON; the server checks it.
    public init(_ text: String) {
        self.text = text
    }

    /// The JSON.
    public var postgresText: String? { text }

    /// Reads the column's text.
    public static func decode(postgresText: UnsafeBufferPointer<UInt8>) -> JSONText? {
        String.decode(postgresText: postgresText).map(JSONText.init)
    }
}
