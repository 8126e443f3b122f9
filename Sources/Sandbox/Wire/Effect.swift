/// What carrying out a call comes to: the answer, and what has changed because of it.
struct Effect: Sendable {
    var answer: WireAnswer
    var changes = Changes()
}
