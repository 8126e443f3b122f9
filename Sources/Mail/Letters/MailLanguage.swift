/// The languages in which the product writes to its members.
public enum MailLanguage: String, Hashable, Sendable, CaseIterable {
    /// Korean.
    case korean = "ko"

    /// English, also for every language that has no texts of its own.
    case english = "en"

    /// The language for a BCP 47 tag such as `ko-KR`; unknown tags read English.
    public init(tag: String) {
        let primary = tag.split { $0 == "-" || $0 == "_" }.first.map { $0.lowercased() }
        self = Self.allCases.first { $0.rawValue == primary } ?? .english
    }
}
