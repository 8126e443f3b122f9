public import Foundation
import Outbox
public import Postgres

/// What members do with their webhook endpoints.
public struct WebhookEndpoints: Sendable {
    private let vault: Vault
    private let allowsHTTP: Bool

    /// Most endpoints of a member.
    public static let countMax = 5

    /// How long the secret before a rotation signs as well.
    private static let overlap = Duration.seconds(86_400)

    /// The verbs, with the keys that encrypt secrets; `allowsHTTP` is for development.
    public init(vault: Vault, allowsHTTP: Bool = false) {
        self.vault = vault
        self.allowsHTTP = allowsHTTP
    }

    /// Registers an endpoint with a secret of its own.
    ///
    /// - Returns: its id.
    /// - Throws: `WebhookRefusal`, after which nothing has been written; `PostgresError`.
    public func add(
        _ url: String,
        of memberID: UUID,
        in tx: borrowing Transaction
    ) throws -> UUID {
        guard WebhookAddress(url, allowingHTTP: allowsHTTP) != nil else {
            throw WebhookRefusal.address
        }
        let now = try tx.only(ReadDomainTime())
        let id = UUID.ordered(at: now)
        let (keyID, sealed) = try WebhookSecret().sealed(for: id, in: vault)
        let isAdded = try tx.execute(
            InsertEndpoint(
                endpointID: id,
                memberID: memberID,
                url: url,
                sealed: sealed,
                keyID: keyID,
                now: now
            )
        )
        guard isAdded == 1 else { throw WebhookRefusal.tooMany }
        return id
    }

    /// Tells an endpoint again that was given up; what happened in between is not made up for.
    ///
    /// - Throws: `WebhookRefusal`, after which nothing has been written; `PostgresError`.
    public func enable(_ id: UUID, of memberID: UUID, in tx: borrowing Transaction) throws {
        let enabled = try tx.execute(EnableEndpoint(endpointID: id, memberID: memberID))
        guard enabled == 1 else { throw WebhookRefusal.unknownEndpoint }
    }

    /// Gives an endpoint a new secret; the one before signs as well for a day.
    ///
    /// - Throws: `WebhookRefusal`, after which nothing has been written; `PostgresError`.
    public func rotate(_ id: UUID, of memberID: UUID, in tx: borrowing Transaction) throws {
        let now = try tx.only(ReadDomainTime())
        let (keyID, sealed) = try WebhookSecret().sealed(for: id, in: vault)
        let rotated = try tx.execute(
            RotateSecret(
                endpointID: id,
                memberID: memberID,
                sealed: sealed,
                keyID: keyID,
                until: now + Self.overlap
            )
        )
        guard rotated == 1 else { throw WebhookRefusal.unknownEndpoint }
    }

    /// The secret that an endpoint's newest signatures are made with; nil when it is not the
    /// member's.
    ///
    /// - Throws: `PostgresError`, `VaultError`.
    public func secret(
        of id: UUID,
        _ memberID: UUID,
        on connection: Connection
    ) async throws -> WebhookSecret? {
        let found = try await connection.first(ReadSecret(endpointID: id, memberID: memberID))
        guard let found else { return nil }
        return try .open(found.sealed, keyID: found.keyID, of: id, with: vault)
    }
}

/// Why something was not done with an endpoint; nothing was written.
public enum WebhookRefusal: StaffRefusing, Hashable, Sendable {
    /// Not an `https` address that webhooks may go to.
    case address

    /// The member has as many endpoints as one may have.
    case tooMany

    /// No such endpoint of this member.
    case unknownEndpoint

    /// No such webhook, or not any more.
    case unknownDelivery

    /// It is being told.
    case pending

    /// The endpoint was given up: enable it first.
    case disabled

    /// Whoever asks may not.
    case staff(StaffRefusal)
}

extension WebhookRefusal: CustomStringConvertible {
    /// The stable code of the refusal and what would do.
    public var description: String {
        switch self {
        case .address: "address_refused: webhooks go to https addresses only"
        case .tooMany: "too_many_endpoints: remove one first"
        case .unknownEndpoint: "unknown_endpoint: there is no such endpoint"
        case .unknownDelivery: "unknown_delivery: there is no such webhook, or not any more"
        case .pending: "delivery_pending: it is being told, and is tried again by itself"
        case .disabled: "endpoint_disabled: the endpoint was given up; its member can enable it"
        case .staff(let refusal): "\(refusal)"
        }
    }
}
