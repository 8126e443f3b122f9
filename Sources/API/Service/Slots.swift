import Synchronization

/// How many requests are worked on at a time.
final class Slots: Sendable {
    private let max: Int
    private let taken = Atomic<Int>(0)

    init(_ max: Int) { self.max = Swift.max(1, max) }

    /// How many are being worked on.
    var takenCount: Int { taken.load(ordering: .relaxed) }

    /// Takes a slot; false when all are taken.
    func take() -> Bool {
        let before = taken.wrappingAdd(1, ordering: .relaxed).oldValue
        guard before < max else {
            giveBack()
            return false
        }
        return true
    }

    /// Gives a slot back that was taken.
    func giveBack() { taken.wrappingSubtract(1, ordering: .relaxed) }
}
