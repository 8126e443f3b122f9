import Preorder

/// How urgent something is shown to be.
enum Mark: Sendable {
    case none, warn, bad

    /// As urgent as `reservoir-admin check` finds it.
    init(_ level: HealthLevel) {
        self =
            switch level {
            case .ok: .none
            case .warning: .warn
            case .critical, .unknown: .bad
            }
    }

    /// The end of a tile's class.
    var tile: HTML {
        switch self {
        case .none: .nothing
        case .warn: " warn"
        case .bad: " bad"
        }
    }

    /// Something so marked.
    func on(_ html: HTML) -> HTML {
        switch self {
        case .none: html
        case .warn: "<span class=\"warn-text\">\(html)</span>"
        case .bad: "<span class=\"bad-text\">\(html)</span>"
        }
    }

    /// A badge so marked.
    func badge(_ text: String) -> HTML {
        switch self {
        case .none: "<span class=\"badge good\">\(text)</span>"
        case .warn: "<span class=\"badge warn\">\(text)</span>"
        case .bad: "<span class=\"badge bad\">\(text)</span>"
        }
    }
}
