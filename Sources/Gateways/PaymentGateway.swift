/// One merchant account at a payment gateway.
///
/// Building a request is pure and apart from sending it: the caller commits the exact bytes before
/// the wire and a re-send uses those bytes. A gateway is added as one type that conforms to this
/// protocol and one line in ``GatewayRegistry/builtIn``.
public protocol PaymentGateway: Sendable {
    /// The name by which accounts refer to the gateway, e.g. `stripe`.
    static var name: String { get }

    /// The gateway's own address, such as `https://api.stripe.com`.
    static var standardURL: String { get }

    /// How long after its first use an idempotency key certainly still answers, with a margin;
    /// later nothing is sent under it.
    static var keyWindow: Duration { get }

    /// An adapter for one merchant account; it opens no connection before the first request.
    ///
    /// - Throws: `GatewayError.configuration` when the base URL may not be used.
    init(_ configuration: GatewayConfiguration) throws(GatewayError)

    /// The next step of a charge: creating the payment where the gateway has such a step and the
    /// order carries no gateway payment id yet, else confirming it.
    ///
    /// - Throws: `GatewayError.invalidAmount` or `.invalidOrder`; the order can never be sent.
    func nextChargeRequest(_ order: ChargeOrder) throws(GatewayError) -> GatewayRequest

    /// The request that makes "not charged" certain; nil where the gateway has none or the order
    /// has no payment there yet.
    ///
    /// - Throws: `GatewayError.invalidOrder`; the order can never be sent.
    func cancelRequest(_ order: ChargeOrder) throws(GatewayError) -> GatewayRequest?

    /// A refund of exactly `refund.amount`; neither an amount of 0 or less nor "all" exists.
    ///
    /// - Throws: `GatewayError.invalidAmount` or `.invalidOrder`; the refund can never be sent.
    func refundRequest(_ refund: RefundOrder) throws(GatewayError) -> GatewayRequest

    /// Sends the request's exact bytes once; nothing is ever repeated below this call.
    ///
    /// `timeout` is the total time from queueing to the answer's last byte.
    func send(_ request: GatewayRequest, timeout: Duration) async -> GatewayAnswer

    /// What the gateway says of the charge now.
    ///
    /// Never `unreachable`, `retry`, `lookThenRetry` or `notSent`: a question that failed says
    /// nothing of the charge and answers `unknown`, a refused credential `configuration`.
    func lookUpCharge(_ order: ChargeOrder) async -> GatewayAnswer

    /// Every refund of the charge that the gateway knows, read to the list's end.
    func lookUpRefunds(_ order: ChargeOrder) async -> RefundReading

    /// Closes the connections; requests in flight end as `unknown`. Call it once, at the end.
    func close() async
}

extension PaymentGateway {
    /// The gateway's name, of an instance.
    public var name: String { Self.name }

    /// How long an idempotency key answers, of an instance.
    public var keyWindow: Duration { Self.keyWindow }
}
