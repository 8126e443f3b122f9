/// A number of a family, with the labels that tell it from the others.
public struct Sample: Sendable {
    private let suffix: String
    private let labels: KeyValuePairs<String, String>
    private let value: Double

    /// `suffix` is what a histogram's parts add to the family's name.
    public init(
        _ value: Double,
        _ labels: KeyValuePairs<String, String> = [:],
        suffix: String = ""
    ) {
        self.value = value
        self.labels = labels
        self.suffix = suffix
    }

    /// The same of a whole number.
    public init(
        _ value: some BinaryInteger,
        _ labels: KeyValuePairs<String, String> = [:],
        suffix: String = ""
    ) {
        self.init(Double(value), labels, suffix: suffix)
    }

    /// What follows the family's name on the sample's line.
    var text: String {
        let pairs = labels.map { name, value in
            "\(name)=\"\(Exposition.escaped(value).replacing("\"", with: "\\\""))\""
        }
        let braces = pairs.isEmpty ? "" : "{\(pairs.joined(separator: ","))}"
        return "\(suffix)\(braces) \(number)"
    }

    /// Whole numbers without a point; beyond 2⁵³ a double has no others.
    private var number: String {
        guard let whole = Int64(exactly: value), whole.magnitude < 1 << 53 else {
            return value == .infinity ? "+Inf" : "\(value)"
        }
        return String(whole)
    }
}
