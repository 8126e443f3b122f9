/// A value that is never printed: neither in text, nor by `dump`, nor in a debugger's summary.
public struct Secret<Value: Sendable>: Sendable {
    /// The value itself.
    public let value: Value

    /// Hides `value` from everything but `value`.
    public init(_ value: Value) { self.value = value }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Says only that there is one.
    public var description: String { "(secret)" }

    /// Says only that there is one.
    public var debugDescription: String { description }

    /// A mirror without children.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
