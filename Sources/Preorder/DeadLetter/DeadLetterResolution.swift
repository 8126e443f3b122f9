/// What a person says became of a message that was given up.
public enum DeadLetterResolution: Sendable, Hashable {
    /// It took effect; of a charge or refund, under the gateway's id, where that is not known yet.
    case applied(gatewayID: String?)

    /// A refund's cash went back by other means than the gateway, as the evidence proves.
    case paidOutside

    /// It did not and will not take effect.
    case rejected
}
