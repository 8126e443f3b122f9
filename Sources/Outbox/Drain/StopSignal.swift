import Synchronization

/// Asks a run to stop: it claims no more, lets what is in flight finish and gives back the rest.
public final class StopSignal: Sendable {
    private let asked = Atomic<Bool>(false)

    /// Nobody has asked yet.
    public init() {}

    /// Asks the run to stop.
    public func ask() { asked.store(true, ordering: .sequentiallyConsistent) }

    /// Whether the run was asked to stop.
    public var isAsked: Bool { asked.load(ordering: .sequentiallyConsistent) }
}
