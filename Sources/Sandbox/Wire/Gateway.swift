/// The gateways whose wire formats the sandbox speaks.
enum Gateway: String, Codable, Sendable, CaseIterable {
    case stripe
    case toss
}
