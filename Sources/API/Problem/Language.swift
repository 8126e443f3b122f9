/// A language that problems are told in.
enum Language: String, Sendable, CaseIterable {
    case english = "en"
    case korean = "ko"
}

/// What a caller can read, best first.
///
/// Source: RFC 9110, 12.5.4.
struct AcceptedLanguages: Sendable, Hashable {
    /// Primary tags of two letters, best first; empty when the caller does not say.
    let tags: [String]

    /// More than any browser sends.
    private static let tagsMax = 20

    /// The languages of an `Accept-Language` header; what cannot be read in it is passed over.
    init(_ header: String?) {
        let ranges = (header ?? "").lowercased().split(separator: ",").prefix(Self.tagsMax)
        let weighed = ranges.enumerated().compactMap { place, range in
            Self.weighed(range).map { (tag: $0.tag, weight: $0.weight, place: place) }
        }
        tags = weighed.sorted { ($1.weight, $0.place) < ($0.weight, $1.place) }.map(\.tag)
    }

    /// The language of problems: the best one that they are written in, else English.
    var language: Language { tags.lazy.compactMap(Language.init).first ?? .english }

    private static func weighed(_ range: Substring) -> (tag: String, weight: Double)? {
        let parts = range.split(separator: ";").map { $0.filter { !$0.isWhitespace } }
        guard let tag = parts.first?.split(separator: "-").first, tag.count == 2,
            tag.allSatisfy({ $0.isASCII && $0.isLetter })
        else { return nil }
        let quality = parts.dropFirst().first { $0.hasPrefix("q=") }
        let weight = quality.flatMap { Double($0.dropFirst(2)) } ?? 1
        return weight > 0 ? (String(tag), weight) : nil
    }
}
