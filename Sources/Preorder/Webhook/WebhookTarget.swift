public import Foundation
public import Postgres

/// An endpoint with the secrets that what goes to it is signed with.
public struct WebhookTarget: Sendable {
    /// The endpoint.
    public let endpointID: UUID

    /// Its address.
    public let url: String

    /// Whether nothing is sent to it any more.
    public let isDisabled: Bool

    private let sealed: (secret: Bytea, keyID: String)
    private let earlier: (secret: Bytea, keyID: String)?

    /// The newest secret first, then the one before, while that still signs.
    ///
    /// - Throws: `VaultError`.
    public func secrets(_ vault: Vault) throws(VaultError) -> [WebhookSecret] {
        var secrets: [WebhookSecret] = []
        for (secret, keyID) in [sealed] + (earlier.map { [$0] } ?? []) {
            secrets.append(try .open(secret, keyID: keyID, of: endpointID, with: vault))
        }
        return secrets
    }

    init(_ row: inout RowDecoder) throws(PostgresError) {
        endpointID = try row.next()
        url = try row.next()
        isDisabled = try row.next()
        sealed = try (row.next(), row.next())
        let (secret, keyID): (Bytea?, String?) = try (row.next(), row.next())
        if let secret, let keyID { earlier = (secret, keyID) } else { earlier = nil }
    }
}

/// Endpoints that are about to be told something; a row each that is still there.
public struct ReadTargets: Statement {
    /// The earlier secret only while it still signs.
    public static let sql = """
        SELECT endpoint_id, url, disabled_at IS NOT NULL, sealed, seal_key_id,
               CASE WHEN earlier_until > $2 THEN earlier_sealed END,
               CASE WHEN earlier_until > $2 THEN earlier_seal_key_id END
        FROM preorder.webhook_endpoint WHERE endpoint_id = ANY ($1)
        """

    private let endpointIDs: [UUID]
    private let now: Timestamp

    /// Those of `endpointIDs`, at an instant of domain time.
    public init(endpointIDs: [UUID], now: Timestamp) {
        self.endpointIDs = endpointIDs
        self.now = now
    }

    /// Endpoints and instant.
    public var bindings: [any Bindable] { [endpointIDs, now] }

    /// One endpoint.
    public func decode(_ row: inout RowDecoder) throws(PostgresError) -> WebhookTarget {
        try WebhookTarget(&row)
    }
}

/// Gives endpoints up, a reason each; those that were given up before keep theirs.
public struct DisableEndpoints: Statement {
    /// At most one row an endpoint.
    public static let sql = """
        UPDATE preorder.webhook_endpoint AS e
        SET disabled_at = $3, disabled_reason = d.reason
        FROM unnest($1::uuid[], $2::text[]) AS d (endpoint_id, reason)
        WHERE e.endpoint_id = d.endpoint_id AND e.disabled_at IS NULL
        """

    private let endpoints: [(id: UUID, reason: String)]
    private let now: Timestamp

    /// Gives up `endpoints` at an instant of domain time.
    public init(_ endpoints: [(id: UUID, reason: String)], now: Timestamp) {
        self.endpoints = endpoints
        self.now = now
    }

    /// Endpoints, reasons and instant.
    public var bindings: [any Bindable] {
        [endpoints.map(\.id), endpoints.map(\.reason), now]
    }
}
