/// One page of a Stripe list: newest first, `limit` from 1 to 100, 10 unless told.
struct StripePage: Sendable {
    private let limit: Int
    private let startingAfter: String?
    private let endingBefore: String?
    private let created: [String: Int64]

    struct Rows: Sendable, Equatable {
        let ids: [String]
        let hasMore: Bool
    }

    init(_ query: FormFields, allows names: Set<String>) throws(StripeRefusal) {
        let own: Set<String> = ["limit", "starting_after", "ending_before", "created", "expand"]
        if let unknown = query.roots.first(where: { !own.contains($0) && !names.contains($0) }) {
            throw StripeRefusal.invalid(
                "Received unknown parameter: \(unknown)",
                code: "parameter_unknown",
                parameter: unknown
            )
        }
        guard let limit = Int(query["limit"] ?? "10"), (1...100).contains(limit) else {
            throw StripeRefusal.invalid(
                "Invalid integer: the limit must be from 1 to 100.",
                code: "parameter_invalid_integer",
                parameter: "limit"
            )
        }
        self.limit = limit
        startingAfter = query["starting_after"]
        endingBefore = query["ending_before"]
        var created: [String: Int64] = [:]
        for (name, value) in query.members(of: "created") {
            guard ["gt", "gte", "lt", "lte"].contains(name), let second = Int64(value) else {
                throw StripeRefusal.invalid("Invalid timestamp: \(value)", parameter: "created")
            }
            created[name] = second
        }
        self.created = created
    }

    /// The page's ids from all ids in the order of their making.
    func select(
        from ids: [String],
        kind: String,
        created createdAt: (String) -> Instant?
    ) throws(StripeRefusal) -> Rows {
        var newestFirst = Array(ids.reversed())
        if let startingAfter {
            let index = try position(of: startingAfter, in: newestFirst, kind, "starting_after")
            newestFirst = Array(newestFirst[(index + 1)...])
        }
        if let endingBefore {
            let index = try position(of: endingBefore, in: newestFirst, kind, "ending_before")
            newestFirst = Array(newestFirst[..<index])
        }
        var selected: [String] = []
        for id in newestFirst where selected.count <= limit {
            if let second = createdAt(id)?.seconds, Self.matches(second, created) {
                selected.append(id)
            }
        }
        return Rows(ids: Array(selected.prefix(limit)), hasMore: selected.count > limit)
    }

    func answer(url: String, _ items: [JSON], hasMore: Bool) -> WireAnswer {
        WireAnswer(
            status: 200,
            body: [
                "object": "list", "data": .array(items), "has_more": .bool(hasMore),
                "url": .string(url),
            ]
        )
    }

    private func position(
        of id: String,
        in ids: [String],
        _ kind: String,
        _ parameter: String
    ) throws(StripeRefusal) -> Int {
        guard let index = ids.firstIndex(of: id) else {
            throw StripeRefusal.noSuch(kind, id, parameter, status: 400)
        }
        return index
    }

    /// Whether a second lies within bounds such as `gte`.
    static func matches(_ second: Int64, _ bounds: [String: Int64]) -> Bool {
        if let bound = bounds["gt"], second <= bound { return false }
        if let bound = bounds["gte"], second < bound { return false }
        if let bound = bounds["lt"], second >= bound { return false }
        if let bound = bounds["lte"], second > bound { return false }
        return true
    }
}
