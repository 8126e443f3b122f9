/// A line of a statement that is wrong on purpose, as the truth tells it.
struct SettlementFault: Sendable {
    /// What is wrong with a line.
    enum Kind: String, Sendable, CaseIterable {
        /// Its amount is one unit too high.
        case amount = "amount_differs"
        case missing
        /// It is there twice, the second time under another id.
        case duplicate
    }

    let kind: Kind

    /// As it should be.
    let line: StatementLine

    /// The lines that stand in the statement for it.
    var shown: [StatementLine] {
        switch kind {
        case .missing: return []
        case .duplicate: return [line, line.copy()]
        case .amount:
            var wrong = line
            // The last digit of Stripe's three-digit currencies is always 0.
            let unit: Int64 = StripeUnits.exponent(of: line.currency) == 3 ? 10 : 1
            wrong.customerAmount += unit
            return [wrong]
        }
    }

    var json: JSON {
        [
            "kind": .string(kind.rawValue),
            "gateway": .string(line.gateway.rawValue),
            "account": .string(line.account),
            "id": .string(line.id),
            "line": .string(line.kind.rawValue),
            "source": .string(line.source),
            "charge": .string(line.payment),
            "reference": .string(line.refundReference ?? line.reference),
            "amount": .number(minor(line.customerAmount)),
            "shown": .array(shown.map { .number(minor($0.customerAmount)) }),
            "currency": .string(line.currency),
            "at": .string(line.at.description),
        ]
    }

    private func minor(_ amount: Int64) -> Int64 {
        guard line.gateway == .stripe else { return amount }
        return StripeUnits.isoMinor(amount, currency: line.currency.lowercased())
    }
}
