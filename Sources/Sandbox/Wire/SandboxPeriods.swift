/// How long, in sandbox time, things take that end by themselves.
public struct SandboxPeriods: Sendable, Equatable {
    /// From a charge that is processing, or a refund that is pending, to its end.
    public var processing: Duration = .seconds(60)

    /// From a refund that succeeded to its late failure.
    public var lateFailure: Duration = .seconds(3_600)

    /// The usual periods.
    public init() {}
}
