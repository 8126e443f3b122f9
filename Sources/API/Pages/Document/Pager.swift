/// The way on to the rest of a long list.
struct Pager: Sendable {
    private let path: String
    private let parameter: String
    private let next: Cursor?
    private let say: Words

    /// Most things on a page.
    static let size = 48

    /// A link to `path` with where the next page begins as `parameter`; nothing when there is none.
    init(_ path: String, _ parameter: String, _ next: Cursor?, _ say: Words) {
        self.path = path
        self.parameter = parameter
        self.next = next
        self.say = say
    }

    var html: HTML {
        guard let next else { return .nothing }
        return """
            <p class="pager"><a class="button quiet" rel="next" \
            href="\(path)?\(parameter)=\(next.text)">\(say("더 보기", "More"))</a></p>
            """
    }
}

extension Array {
    /// Where the next page begins, after a full one.
    func next(_ cursor: (Element) -> Cursor) -> Cursor? {
        count < Pager.size ? nil : last.map(cursor)
    }
}

extension Visit {
    /// Where a list is to begin; nil for its start.
    ///
    /// - Throws: `malformed_parameter`.
    func cursor(_ name: String) throws(Problem) -> Cursor? {
        var query = try call.query()
        guard let text = query.text(name) else { return nil }
        guard let cursor = Cursor(text) else { throw Cursor.malformed }
        return cursor
    }
}
