/// Stripe's report `payout_reconciliation.itemized.5` as CSV: every line of every payout that
/// arrived on some days.
///
/// Source: Stripe, "Payout reconciliation report"; amounts are decimals in major units.
struct PayoutReconciliation: Sendable {
    let statement: StripeStatement
    let world: World

    private static let columns = [
        "automatic_payout_id", "automatic_payout_effective_at_utc", "balance_transaction_id",
        "created_utc", "available_on_utc", "currency", "gross", "fee", "net",
        "reporting_category", "source_id", "description", "customer_facing_amount",
        "customer_facing_currency", "charge_id", "payment_intent_id", "payment_method_type",
        "payment_metadata[payment_id]", "payment_metadata[order_id]",
        "refund_metadata[refund_id]", "refund_metadata[generation]",
    ]

    /// The report for payouts that arrive on `from` or later and on `to` or earlier.
    func csv(from: CivilDay?, to: CivilDay?) -> String {
        let rows = statement.payouts.filter { payout in
            let day = payout.arrival.day().daysSinceEpoch
            return day >= from?.daysSinceEpoch ?? day && day <= to?.daysSinceEpoch ?? day
        }
        .flatMap { payout in
            statement.transactions(of: payout).map { row($0, of: payout) }
        }
        return ([Self.columns] + rows).map { $0.map(Self.field).joined(separator: ",") + "\n" }
            .joined()
    }

    private func row(
        _ transaction: StripeBalanceTransaction,
        of payout: StripePayout
    ) -> [String] {
        let line = transaction.line
        let money = [transaction.gross, transaction.fee, transaction.net].map {
            StripeUnits.decimal($0, currency: transaction.currency)
        }
        let payment = world.intents[line.payment]?.metadata ?? [:]
        let refund = world.refunds[line.source]?.metadata ?? [:]
        return [
            payout.id, payout.arrival.inReport, line.id, line.at.inReport,
            payout.arrival.inReport, transaction.currency.lowercased(),
        ] + money + [
            line.kind.rawValue, line.source, "",
            StripeUnits.decimal(line.customerAmount, currency: line.currency),
            line.currency.lowercased(), line.charge, line.payment, "card",
            payment["payment_id"] ?? "", payment["order_id"] ?? "",
            refund["refund_id"] ?? "", refund["generation"] ?? "",
        ]
    }

    /// A field as RFC 4180 has it.
    private static func field(_ text: String) -> String {
        guard text.contains(where: { "\",\r\n".contains($0) }) else { return text }
        return "\"\(text.replacing("\"", with: "\"\""))\""
    }
}
