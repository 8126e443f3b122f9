extension World {
    /// Every movement of money at a gateway by now, oldest first, as it really was.
    func statement(of gateway: Gateway, account: String?) -> [StatementLine] {
        let lines =
            switch gateway {
            case .stripe: stripeLines
            case .toss: tossLines
            }
        return lines.filter { account == nil || $0.account == account }
            .sorted { ($0.at, $0.id) < ($1.at, $1.id) }
    }

    /// The wrong lines of all statements by now.
    func settlementFaults(at now: Instant, under faults: FaultPlan) -> [SettlementFault] {
        Gateway.allCases.flatMap { statement(of: $0, account: nil) }
            .filter { $0.at <= now }
            .compactMap(faults.settlementFault)
    }

    private var stripeLines: [StatementLine] {
        let charged = intentOrder.compactMap { intents[$0] }.filter { $0.status == .succeeded }
        return charged.map(\.line)
            + refundOrder.compactMap { refunds[$0] }.flatMap { refund in
                refund.lines(of: intents[refund.intent]?.reference ?? "")
            }
    }

    private var tossLines: [StatementLine] {
        paymentOrder.compactMap { payments[$0] }.filter(\.wasCharged).flatMap(\.lines)
    }
}

extension FaultPlan {
    /// What is wrong with a line; nil when it is as it should be.
    func settlementFault(of line: StatementLine) -> SettlementFault? {
        let identity = "\(line.gateway.rawValue)|\(line.account)|\(line.id)"
        guard draws(.wrongSettlementLine, identity) else { return nil }
        return SettlementFault(
            kind: choice(of: SettlementFault.Kind.allCases, identity),
            line: line
        )
    }

    /// The lines as the gateway's statement shows them.
    func shown(_ lines: [StatementLine]) -> [StatementLine] {
        lines.flatMap { settlementFault(of: $0)?.shown ?? [$0] }
    }
}

extension StripeIntent {
    fileprivate var line: StatementLine {
        let source = charge ?? id
        return StatementLine(
            gateway: .stripe,
            account: account,
            id: "txn_3" + StableHash.token(source, length: 24),
            kind: .charge,
            source: source,
            payment: id,
            reference: reference,
            refundReference: nil,
            customerAmount: amount,
            currency: currency.uppercased(),
            at: changedAt,
            charge: source
        )
    }
}

extension StripeRefund {
    /// The money that left and, where the refund failed later, that came back.
    fileprivate func lines(of payment: String) -> [StatementLine] {
        guard counts || changedAt != created else { return [] }
        let paid = line(.refund, id, -amount, created, payment)
        guard !counts else { return [paid] }
        return [paid, line(.refundFailure, "\(id)|failure", amount, changedAt, payment)]
    }

    private func line(
        _ kind: StatementLine.Kind,
        _ identity: String,
        _ amount: Int64,
        _ at: Instant,
        _ payment: String
    ) -> StatementLine {
        StatementLine(
            gateway: .stripe,
            account: account,
            id: "txn_3" + StableHash.token(identity, length: 24),
            kind: kind,
            source: id,
            payment: intent,
            reference: payment,
            refundReference: reference,
            customerAmount: amount,
            currency: currency.uppercased(),
            at: at,
            charge: charge
        )
    }
}

extension TossPayment {
    fileprivate var lines: [StatementLine] {
        let charged = line(.charge, confirmTransactionKey, amountMinor, approvedAt ?? changedAt)
        return [charged]
            + cancels.filter { $0.status == .done }.map {
                line(.refund, $0.transactionKey, -$0.amountMinor, $0.at, of: $0)
            }
    }

    private func line(
        _ kind: StatementLine.Kind,
        _ id: String,
        _ amount: Int64,
        _ at: Instant,
        of cancel: TossCancel? = nil
    ) -> StatementLine {
        StatementLine(
            gateway: .toss,
            account: account,
            id: id,
            kind: kind,
            source: cancel?.transactionKey ?? paymentKey,
            payment: paymentKey,
            reference: orderId,
            refundReference: cancel?.reason,
            customerAmount: amount,
            currency: currency,
            at: at,
            charge: paymentKey
        )
    }
}
