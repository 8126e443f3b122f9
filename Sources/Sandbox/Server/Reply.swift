/// What leaves on a connection.
enum Reply: Sendable {
    case answer(WireAnswer)

    /// Nothing: the connection is closed.
    case close
}
