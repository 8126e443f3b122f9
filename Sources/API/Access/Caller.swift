import Foundation

/// Whom a valid token names.
enum Caller: Sendable, Hashable {
    /// A customer of the store.
    case member(UUID)

    /// The store's own staff, within one country.
    case manager(UUID, country: String)

    /// Whoever watches over the batches, by the name that is kept with what they do; pages only.
    case `operator`(UUID, name: String)

    /// What idempotency keys and rates are counted by.
    var name: String {
        switch self {
        case .member(let id): "member:\(id.uuidString.lowercased())"
        case .manager(let id, _): "manager:\(id.uuidString.lowercased())"
        case .operator(let id, _): "operator:\(id.uuidString.lowercased())"
        }
    }

    /// What logs say.
    var role: String {
        switch self {
        case .member: "member"
        case .manager: "manager"
        case .operator: "operator"
        }
    }
}
