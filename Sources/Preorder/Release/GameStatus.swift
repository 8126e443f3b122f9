/// Where a game stands.
public enum GameStatus: String, Sendable, CaseIterable {
    /// To come out; it can be reserved while its sales last.
    case announced

    /// It is out.
    case released

    /// It does not come out, or was taken back: everybody gets their money back.
    case cancelled
}

/// The life of a game as a pure function.
public enum GameMachine {
    /// Whether a game may go from one state to another.
    public static func allows(_ from: GameStatus, _ to: GameStatus) -> Bool {
        switch (from, to) {
        case (.announced, .released), (.announced, .cancelled), (.released, .cancelled): true
        case (.announced, .announced), (.released, _), (.cancelled, _): false
        }
    }
}
