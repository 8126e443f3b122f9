/// One kind of thing that somebody must know: how it is found, and what to do about it.
///
/// What it finds names no person: ids, counts, amounts, names of programs and destinations. An
/// error's text stays out, because a mail relay's answer may hold an address.
public protocol AlertProbe: Sendable {
    /// Its stable name, as in `outbox.alert`.
    static var kind: String { get }

    /// What one of them is called, such as `dead letter`.
    static var singular: String { get }

    /// What several are called.
    static var plural: String { get }

    /// What it means, in a sentence or two.
    static var meaning: String { get }

    /// What to do, with the command's name.
    static var advice: String { get }

    /// A query over schema `report` alone; one row a cause that exists now, no subject twice.
    ///
    /// Its columns are `subject text`, `occurrence text` (differs when the same subject's trouble
    /// begins anew), `detail text`, `since timestamptz`, `amount_minor bigint` and `currency text`,
    /// the last three possibly NULL.
    static var causes: String { get }
}
