/// What the wire logic needs besides the world: where the sandbox is reached, the domain's faults,
/// and how long things take that end by themselves.
struct Surroundings: Sendable {
    /// The sandbox's own address, for pages that an answer points at.
    var baseURL: String

    var faults: FaultPlan
    var periods: SandboxPeriods
}
