public import Foundation
public import Postgres

/// One row, unless the member has as many endpoints as one may have.
struct InsertEndpoint: Statement {
    static let sql = """
        INSERT INTO preorder.webhook_endpoint
            (endpoint_id, member_id, url, sealed, seal_key_id, created_at)
        SELECT $1, $2, $3, $4, $5, $6
        WHERE (SELECT count(*) FROM preorder.webhook_endpoint WHERE member_id = $2) < $7::integer
        """

    let endpointID: UUID
    let memberID: UUID
    let url: String
    let sealed: Bytea
    let keyID: String
    let now: Timestamp

    var bindings: [any Bindable] {
        [endpointID, memberID, url, sealed, keyID, now, WebhookEndpoints.countMax]
    }
}

/// One row: the secret becomes the earlier one.
struct RotateSecret: Statement {
    static let sql = """
        UPDATE preorder.webhook_endpoint
        SET earlier_sealed = sealed, earlier_seal_key_id = seal_key_id, earlier_until = $5,
            sealed = $3, seal_key_id = $4
        WHERE endpoint_id = $1 AND member_id = $2
        """

    let endpointID: UUID
    let memberID: UUID
    let sealed: Bytea
    let keyID: String
    let until: Timestamp

    var bindings: [any Bindable] { [endpointID, memberID, sealed, keyID, until] }
}

/// One row: the endpoint is told again, whether it was given up or not.
struct EnableEndpoint: Statement {
    static let sql = """
        UPDATE preorder.webhook_endpoint SET disabled_at = NULL, disabled_reason = NULL
        WHERE endpoint_id = $1 AND member_id = $2
        """

    let endpointID: UUID
    let memberID: UUID

    var bindings: [any Bindable] { [endpointID, memberID] }
}

/// Takes all endpoints of a member away.
struct RemoveEndpoints: Statement {
    static let sql = "DELETE FROM preorder.webhook_endpoint WHERE member_id = $1"

    let memberID: UUID

    var bindings: [any Bindable] { [memberID] }
}

/// The sealed secret of a member's endpoint; no row when it is not theirs.
struct ReadSecret: Statement {
    static let sql = """
        SELECT sealed, seal_key_id FROM preorder.webhook_endpoint
        WHERE endpoint_id = $1 AND member_id = $2
        """

    let endpointID: UUID
    let memberID: UUID

    var bindings: [any Bindable] { [endpointID, memberID] }

    func decode(
        _ row: inout RowDecoder
    ) throws(PostgresError) -> (sealed: Bytea, keyID: String) {
        try (row.next(), row.next())
    }
}

/// Takes an endpoint away: what is still to be told to it is not told any more.
public struct RemoveEndpoint: Statement {
    /// One row; none when it is not the member's.
    public static let sql =
        "DELETE FROM preorder.webhook_endpoint WHERE endpoint_id = $1 AND member_id = $2"

    private let endpointID: UUID
    private let memberID: UUID

    /// Removes `endpointID` of `memberID`.
    public init(endpointID: UUID, memberID: UUID) {
        self.endpointID = endpointID
        self.memberID = memberID
    }

    /// Endpoint and member.
    public var bindings: [any Bindable] { [endpointID, memberID] }
}

/// An endpoint as its member sees it.
public struct WebhookEndpoint: Sendable, Hashable {
    /// The endpoint.
    public let endpointID: UUID

    /// Its address.
    public let url: String

    /// When it was registered.
    public let createdAt: Timestamp

    /// When it was given up.
    public let disabledAt: Timestamp?

    /// Why.
    public let disabledReason: String?
}

/// A member's endpoints, oldest first; as many as one may have.
public struct ReadEndpoints: Statement {
    /// A row an endpoint.
    public static let sql = """
        SELECT endpoint_id, url, created_at, disabled_at, disabled_reason
        FROM preorder.webhook_endpoint WHERE member_id = $1
        ORDER BY created_at, endpoint_id
        """

    private let memberID: UUID

    /// Those of `memberID`.
    public init(memberID: UUID) { self.memberID = memberID }

    /// The member.
    public var bindings: [any Bindable] { [memberID] }

    /// One endpoint.
    public func decode(_ row: inout RowDecoder) throws(PostgresError) -> WebhookEndpoint {
        try WebhookEndpoint(
            endpointID: row.next(),
            url: row.next(),
            createdAt: row.next(),
            disabledAt: row.next(),
            disabledReason: row.next()
        )
    }
}
