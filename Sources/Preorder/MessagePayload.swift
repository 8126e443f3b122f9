public import Foundation
public import Postgres

/// What the messages of this product carry: ids and amounts, one shape for all kinds.
public struct MessagePayload: Codable, Sendable, Equatable {
    /// The reservation; also the message's key.
    public var reservationID: UUID?

    /// The payment.
    public var paymentID: UUID?

    /// The refund or reversal.
    public var refundID: UUID?

    /// The gift.
    public var giftID: UUID?

    /// The part in a gift of whoever a webhook tells.
    public var part: GiftPart?

    /// The member concerned.
    public var memberID: UUID?

    /// Members whose balances are to be reported.
    public var memberIDs: [UUID]?

    /// Points, for the point ledger.
    public var points: Int64?

    /// Lots of points that a mail tells of.
    public var lotIDs: [Int64]?

    /// The endpoint that a webhook goes to.
    public var endpointID: UUID?

    /// The event that a webhook tells of: the same however often it is told.
    public var eventID: UUID?

    /// A stable code of why.
    public var reason: String?

    /// Nothing yet.
    public init() {}

    private enum CodingKeys: String, CodingKey {
        case reservationID = "reservation_id"
        case paymentID = "payment_id"
        case refundID = "refund_id"
        case giftID = "gift_id"
        case part
        case memberID = "member_id"
        case memberIDs = "member_ids"
        case points
        case lotIDs = "lot_ids"
        case endpointID = "endpoint_id"
        case eventID = "event_id"
        case reason
    }

    /// The JSON object a message is written with.
    ///
    /// - Throws: `EncodingError`, which ids, amounts and codes never cause.
    public func json() throws -> JSONText {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return JSONText(String(decoding: try encoder.encode(self), as: UTF8.self))
    }

    /// Reads a message's JSON object.
    ///
    /// - Throws: `DecodingError` when it is not of this shape: a bug, or a foreign writer.
    public init(_ json: JSONText) throws {
        self = try JSONDecoder().decode(MessagePayload.self, from: Data(json.text.utf8))
    }
}
