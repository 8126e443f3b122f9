public import Foundation
import Postgres

/// To whom a reservation is to be given, and with which words.
public struct GiftWish: Sendable {
    /// Longest message, in Unicode scalars: what PostgreSQL counts as characters.
    public static let messageCharactersMax = 500

    /// Who gets it.
    public var recipientID: UUID

    /// What the sender says; nil or blank for nothing.
    public var message: String?

    /// A gift for `recipientID`.
    public init(recipientID: UUID, message: String? = nil) {
        self.recipientID = recipientID
        self.message = message
    }

    /// The message as it is kept; nil when it says nothing.
    var words: String? { message.flatMap { $0.isBlank ? nil : $0 } }

    /// What can be refused before the books are read.
    ///
    /// - Throws: the first refusal that applies.
    func check(from senderID: UUID) throws(ReserveRefusal) {
        guard recipientID != senderID else { throw .giftToOneself }
        guard let message = words else { return }
        guard message.unicodeScalars.count <= Self.messageCharactersMax, message.isPlainText
        else { throw .malformedGiftMessage }
    }
}

/// What decides whether a member can be given a game.
struct Recipient: Sendable {
    let isSoldThere: Bool
    let hasGame: Bool

    /// - Throws: the first refusal that applies.
    func check() throws(ReserveRefusal) {
        guard isSoldThere else { throw .notSoldToRecipient }
        guard !hasGame else { throw .recipientHasGame }
    }
}

/// A recipient as they stand to a game; no row for an unknown or erased member.
struct ReadRecipient: Statement {
    static let sql = """
        SELECT EXISTS (SELECT FROM preorder.game_price AS p
                       WHERE p.game_id = $2 AND p.country = m.country),
               EXISTS (SELECT FROM preorder.reservation AS r
                       WHERE r.owner_id = m.member_id AND r.game_id = $2
                         AND r.status IN ('awaiting_payment', 'pending', 'reserved', 'released',
                                          'refunding'))
        FROM preorder.member AS m WHERE m.member_id = $1 AND m.erased_at IS NULL
        """

    let recipientID: UUID
    let gameID: UUID

    var bindings: [any Bindable] { [recipientID, gameID] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> Recipient {
        try Recipient(isSoldThere: row.next(), hasGame: row.next())
    }
}
