public import Foundation

/// Who acts for the store.
public enum Staff: Sendable, Hashable {
    /// A manager, within their own country only.
    case manager(UUID)

    /// An administrator at a terminal, by name, in any country.
    case administrator(String)

    /// What is kept of them.
    var name: String {
        switch self {
        case .manager(let id): "manager:\(id.uuidString.lowercased())"
        case .administrator(let name): name
        }
    }
}

/// Who does something for the store, and why; kept with what was done.
public struct StaffAct: Sendable, Hashable {
    /// Who.
    public var by: Staff

    /// Why.
    public var reason: String

    /// Something done by `by` for `reason`.
    public init(by: Staff, reason: String) {
        self.by = by
        self.reason = reason
    }
}

/// Why somebody may not act for the store; nothing was written.
public enum StaffRefusal: Error, Hashable, Sendable, CustomStringConvertible {
    /// No reason was given, or no name.
    case noReason

    /// The name has more than 200 characters or the reason more than 2,000, or one of them holds
    /// control characters.
    case unreadable

    /// There is no such manager.
    case unknownManager

    /// The manager belongs to another country.
    case otherCountry(of: String)

    /// What concerns several countries is for administrators.
    case administratorsOnly

    /// What is wrong.
    public var description: String {
        switch self {
        case .noReason: "give a reason and a name; they are kept"
        case .unreadable:
            "a name has at most 200 characters, a reason 2000, and neither has control characters"
        case .unknownManager: "there is no such manager"
        case .otherCountry(let country): "this manager acts in \(country) only"
        case .administratorsOnly: "only an administrator does this: it concerns several countries"
        }
    }
}

/// A refusal that may be about who acts.
protocol StaffRefusing: Error {
    /// The refusal of whoever may not act.
    static func staff(_ refusal: StaffRefusal) -> Self
}
