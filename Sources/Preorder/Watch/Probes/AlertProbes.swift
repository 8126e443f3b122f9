/// The probes there are.
public enum AlertProbes {
    /// All of them, the most urgent first: a digest keeps this order.
    public static let standard: [any AlertProbe.Type] = [
        RefundDeadlineProbe.self, RefusedRefundProbe.self, OldUnknownProbe.self,
        AutomaticPauseProbe.self, OpenBreakerProbe.self, DeadLetterProbe.self,
        OldestDueProbe.self, OverdueBatchProbe.self, PartitionProbe.self,
    ]
}
