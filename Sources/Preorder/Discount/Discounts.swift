public import Foundation
import Money
public import Postgres

/// What managers do with discounts; who did it, when and why is kept.
public struct Discounts: Sendable {
    private let policies: DiscountPolicies

    /// With the policies that this program knows.
    public init(policies: DiscountPolicies = DiscountPolicies()) { self.policies = policies }

    /// Registers a discount, or says why not.
    ///
    /// - Returns: its id.
    /// - Throws: `PostgresError`.
    public func register(
        _ draft: DiscountDraft,
        on connection: Connection
    ) async throws -> Result<UUID, DiscountRefusal> {
        let result: Result<UUID, DiscountRefusal> = try await connection.refusable { tx in
            try register(draft, in: tx)
        }
        guard result == .failure(.overlaps(nil)) else { return result }
        return .failure(.overlaps(try await connection.first(ReadOverlap(draft: draft))))
    }

    /// The same inside a transaction of the caller's; which discount it overlaps with is not said.
    ///
    /// - Returns: its id.
    /// - Throws: `DiscountRefusal`, after which the transaction must be rolled back;
    ///   `PostgresError`.
    public func register(_ draft: DiscountDraft, in tx: borrowing Transaction) throws -> UUID {
        let now = try tx.only(ReadDomainTime())
        let id = UUID.ordered(at: now)
        try tx.keep(
            StaffAct(by: draft.by, reason: draft.reason),
            "discount registered",
            of: [id.uuidString.lowercased()],
            in: draft.country,
            refusing: DiscountRefusal.self
        )
        let list = try tx.first(ReadListPrice(gameID: draft.gameID, country: draft.country))
        try draft.check(list: list, policies: policies, now: now)
        try tx.execute(
            InsertDiscount(id: id, draft: draft, now: now),
            refusing: "discount_no_overlap",
            as: DiscountRefusal.overlaps(nil)
        )
        return id
    }

    /// Ends a discount now; reservations made with it keep their price.
    ///
    /// - Throws: `PostgresError`.
    public func end(
        _ id: UUID,
        by staff: Staff,
        reason: String,
        on connection: Connection
    ) async throws -> Result<Void, DiscountRefusal> {
        try await connection.refusable { tx in
            try end(id, by: staff, reason: reason, in: tx)
        }
    }

    /// The same inside a transaction of the caller's.
    ///
    /// - Throws: `DiscountRefusal`, after which nothing has been written; `PostgresError`.
    public func end(
        _ id: UUID,
        by staff: Staff,
        reason: String,
        in tx: borrowing Transaction
    ) throws {
        guard let discount = try tx.first(LockDiscount(id: id)) else {
            throw DiscountRefusal.unknownDiscount
        }
        try tx.keep(
            StaffAct(by: staff, reason: reason),
            "discount ended",
            of: [id.uuidString.lowercased()],
            in: discount.country,
            refusing: DiscountRefusal.self
        )
        let now = try tx.only(ReadDomainTime())
        let isOver = discount.until.map { $0 <= now } ?? false
        guard discount.endedAt == nil, !isOver else { throw DiscountRefusal.over }
        try tx.execute(CloseDiscount(id: id, now: now, by: staff.name, reason: reason))
    }
}

extension DiscountDraft {
    /// Whether the draft can be registered: a pure decision.
    ///
    /// `list` is the game's list price in the country; nil when it is not sold there.
    ///
    /// - Throws: the first refusal that applies.
    func check(
        list: Money?,
        policies: DiscountPolicies,
        now: Timestamp
    ) throws(DiscountRefusal) {
        guard let list else { throw .notSold }
        guard let rule = policies[policy] else {
            throw .unknownPolicy(policy, known: policies.names)
        }
        guard amount > 0, policy != "percent" || amount <= 10_000,
            rule.discountMinor(list: list, amount: amount) <= list.amountMinor
        else { throw .amount }
        guard from < until else { throw .period }
        guard until > now else { throw .past }
    }
}
