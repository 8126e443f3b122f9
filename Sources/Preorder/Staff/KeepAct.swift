import Postgres

extension Transaction {
    /// Checks that `act` may be done and keeps it, a row a subject, in the transaction that does it.
    ///
    /// `country` is where it takes effect; nil for what concerns several countries.
    ///
    /// - Throws: `Refusal.staff`.
    borrowing func keep<Refusal: StaffRefusing>(
        _ act: StaffAct,
        _ verb: String,
        of subjects: [String],
        in country: String?,
        refusing: Refusal.Type
    ) throws {
        guard !act.reason.isBlank, !act.by.name.isBlank else { throw Refusal.staff(.noReason) }
        guard act.isReadable else { throw Refusal.staff(.unreadable) }
        if case .manager(let id) = act.by {
            guard let own = try first(ReadManagerCountry(managerID: id)) else {
                throw Refusal.staff(.unknownManager)
            }
            guard let country else { throw Refusal.staff(.administratorsOnly) }
            guard own == country else { throw Refusal.staff(.otherCountry(of: own)) }
        }
        try execute(InsertStaffAct(act: act, verb: verb, subjects: subjects, country: country))
    }
}

extension StaffAct {
    /// Whether a person can read all of it a year later.
    fileprivate var isReadable: Bool {
        by.name.isOneLine && by.name.unicodeScalars.count <= 200
            && reason.isPlainText && reason.unicodeScalars.count <= 2_000
    }
}

extension String {
    /// Whether there is nothing to read in it.
    var isBlank: Bool { allSatisfy(\.isWhitespace) }
}

/// One row a subject.
struct InsertStaffAct: Statement {
    static let sql = """
        INSERT INTO preorder.staff_act (verb, subject, country, done_by, reason, done_at)
        SELECT $1, subject, $3, $4, $5, outbox.now() FROM unnest($2::text[]) AS subject
        """

    let act: StaffAct
    let verb: String
    let subjects: [String]
    let country: String?

    var bindings: [any Bindable] { [verb, subjects, country, act.by.name, act.reason] }
}
