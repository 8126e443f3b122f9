import Foundation

/// A random but repeatable life of a few reservations.
struct History: Sendable {
    private enum Stage: CaseIterable, Sendable {
        case pending, reserved, cancelled, reversed, refunding, refunded, lost, settled
    }

    let shop: Shop
    var random: SplitMix
    private var stages: [(id: UUID, stage: Stage)] = []

    init(shop: Shop, seed: UInt64) {
        self.shop = shop
        random = SplitMix(state: seed)
    }

    mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &random) }

    /// True once in `times`.
    mutating func chance(_ times: Int) -> Bool { below(times) == 0 }

    /// One change of the domain.
    mutating func step() async throws {
        if stages.isEmpty || chance(4) { return try await reserve() }
        let isAmerican = chance(2)
        if chance(5) {
            return try await shop.grant(1 + below(50), to: (isAmerican ? 10 : 0) + below(3))
        }
        let index = below(stages.count)
        stages[index].stage = try await advance(stages[index].id, stages[index].stage)
    }

    private mutating func reserve() async throws {
        let isAmerican = chance(2)
        let id = UUID()
        try await shop.reserve(
            id,
            country: isAmerican ? "US" : "KR",
            member: (isAmerican ? 10 : 0) + below(3)
        )
        stages.append((id, .pending))
    }

    private mutating func advance(_ id: UUID, _ stage: Stage) async throws -> Stage {
        switch stage {
        case .pending where chance(4):
            try await shop.fail(id)
            return .cancelled
        case .pending:
            try await shop.complete(id, at: instant())
            return .reserved
        case .cancelled:
            try await shop.reverse(id)
            return .reversed
        case .reserved:
            try await shop.requestRefund(id)
            return .refunding
        case .refunding:
            try await shop.completeRefund(id, at: instant())
            return .refunded
        case .refunded:
            try await shop.loseRefund(id)
            return .lost
        case .lost:
            try await shop.settleOutside(id, at: instant())
            return .settled
        case .reversed, .settled:
            return stage
        }
    }

    private mutating func instant() -> String {
        let hour = below(24)
        return "2026-02-0\(1 + below(9))T\(hour < 10 ? "0" : "")\(hour):30:00Z"
    }
}

/// The SplitMix64 generator: small, seeded, the same everywhere.
///
/// Source: Steele, Lea and Flood,
/// "Fast splittable pseudorandom number generators", 2014.
struct SplitMix: RandomNumberGenerator, Sendable {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
