/// Prometheus' text format, version 0.0.4: what a server is asked for and a batch leaves in a file.
///
///     var exposition = Exposition()
///     exposition.family("outbox_due", .gauge, "Messages that are due.", [Sample(3)])
///     exposition.text
///
/// Source: Prometheus, "Exposition formats". A family may stand once in a text; its samples differ
/// in their labels.
public struct Exposition: Sendable {
    /// Everything said so far, each line ended.
    public private(set) var text = ""

    /// How a family is to be read.
    public enum Kind: String, Sendable {
        /// Only ever grows, but for a new start at 0.
        case counter

        /// How something is now.
        case gauge

        /// Counts by an upper bound, with a sum and a count.
        case histogram
    }

    /// Nothing said yet.
    public init() {}

    /// Says a family: its kind, a sentence of help, then its samples.
    public mutating func family(
        _ name: String,
        _ kind: Kind,
        _ help: String,
        _ samples: [Sample]
    ) {
        text += "# HELP \(name) \(Self.escaped(help))\n# TYPE \(name) \(kind.rawValue)\n"
        for sample in samples { text += name + sample.text + "\n" }
    }

    /// A backslash and a line's end would end what they stand in.
    static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
    }
}
