/// Toss's statements: `GET /v1/transactions` and `GET /v1/settlements`.
///
/// Days are Korean. Transactions are what happened; only settlements have wrong lines.
/// Source: Toss Payments, "거래 조회" and "정산 조회".
struct TossStatement: Sendable {
    private let call: Call
    private let query: FormFields
    private let first: Int64
    private let last: Int64

    /// Korea is nine hours east of Greenwich all year.
    private static let offset: Int64 = 9 * 3_600

    /// Days from a sale to its payout.
    private static let payoutDays: Int64 = 3

    /// - Throws: INVALID_REQUEST unless the call names its days.
    init(_ call: Call) throws(TossRefusal) {
        self.call = call
        query = call.request.query
        guard let first = Self.day(query["startDate"]), let last = Self.day(query["endDate"]),
            first.daysSinceEpoch <= last.daysSinceEpoch
        else { throw .early("INVALID_REQUEST") }
        self.first = first.daysSinceEpoch
        self.last = last.daysSinceEpoch
    }

    func transactions(in world: World) throws(TossRefusal) -> Effect {
        let limit = try number("limit", usual: 100, most: 5_000)
        var lines = lines(world).filter { isMeant($0.at.day(offset: Self.offset)) }
        if let id = query["startingAfter"] {
            guard let place = lines.firstIndex(where: { $0.id == id }) else {
                throw .early("INVALID_REQUEST")
            }
            lines.removeFirst(place + 1)
        }
        return answer(lines.prefix(limit).map { transaction($0, in: world) })
    }

    func settlements(in world: World, under faults: FaultPlan) throws(TossRefusal) -> Effect {
        let page = try number("page", usual: 1, most: .max)
        let size = try number("size", usual: 100, most: 5_000)
        let isByPayout = query["dateType"] == "paidOutDate"
        let lines = faults.shown(lines(world)).filter { line in
            // A day is settled when it is over.
            let sold = line.at.day(offset: Self.offset)
            let today = call.at.day(offset: Self.offset).daysSinceEpoch
            return sold.daysSinceEpoch < today && isMeant(isByPayout ? Self.paidOut(sold) : sold)
        }
        let rows = lines.dropFirst((page - 1) * size).prefix(size)
        return answer(rows.map { settlement($0, in: world) })
    }

    private func lines(_ world: World) -> [StatementLine] {
        world.statement(of: .toss, account: call.account)
    }

    private func isMeant(_ day: CivilDay) -> Bool {
        (first...last).contains(day.daysSinceEpoch)
    }

    private func transaction(_ line: StatementLine, in world: World) -> JSON {
        let payment = world.payments[line.payment]
        let isPart = payment.map { $0.canceledMinor < $0.amountMinor } ?? false
        let refund = isPart ? "PARTIAL_CANCELED" : "CANCELED"
        return [
            "mId": .string(line.account),
            "transactionKey": .string(line.id),
            "paymentKey": .string(line.payment),
            "orderId": .string(line.reference),
            "method": .optional(payment.flatMap { TossMethod($0.method)?.name }),
            "customerKey": nil,
            "useEscrow": false,
            "receiptUrl": nil,
            "status": .string(line.kind == .charge ? "DONE" : refund),
            "transactionAt": .string(line.at.inSeoul),
            "currency": .string(line.currency),
            "amount": TossUnits.json(line.customerAmount, currency: line.currency),
        ]
    }

    private func settlement(_ line: StatementLine, in world: World) -> JSON {
        let payment = world.payments[line.payment]
        let sold = line.at.day(offset: Self.offset)
        let fee = Self.fee(of: line.customerAmount)
        let vat = fee - (fee * 10 + (fee < 0 ? -5 : 5)) / 11
        let cancel = payment?.cancels.first { $0.transactionKey == line.source }
        return [
            "mId": .string(line.account),
            "paymentKey": .string(line.payment),
            "transactionKey": .string(line.id),
            "orderId": .string(line.reference),
            "currency": .string(line.currency),
            "method": .optional(payment.flatMap { TossMethod($0.method)?.name }),
            "amount": money(line.customerAmount, line),
            "interestFee": 0,
            "fee": money(fee, line),
            "fees": [["type": "BASE", "fee": money(fee, line)]],
            "supplyAmount": money(fee - vat, line),
            "vat": money(vat, line),
            "payOutAmount": money(line.customerAmount - fee, line),
            "approvedAt": .optional(payment?.approvedAt?.inSeoul),
            "soldDate": .string("\(sold)"),
            "paidOutDate": .string("\(Self.paidOut(sold))"),
            "cancel": cancel.map { $0.json(currency: line.currency) } ?? .null,
        ]
    }

    /// 2.25 %, value-added tax included; a cancel gives it back.
    private static func fee(of amount: Int64) -> Int64 {
        (amount * 225 + (amount < 0 ? -5_000 : 5_000)) / 10_000
    }

    private static func paidOut(_ sold: CivilDay) -> CivilDay {
        CivilDay(daysSinceEpoch: sold.daysSinceEpoch + payoutDays)
    }

    private func money(_ minor: Int64, _ line: StatementLine) -> JSON {
        TossUnits.json(minor, currency: line.currency)
    }

    private func answer(_ rows: [JSON]) -> Effect {
        Effect(answer: WireAnswer(status: 200, body: .array(rows)))
    }

    private func number(
        _ name: String,
        usual: Int,
        most: Int
    ) throws(TossRefusal) -> Int {
        guard let text = query[name] else { return usual }
        guard let number = Int(text), (1...most).contains(number) else {
            throw .early("INVALID_REQUEST")
        }
        return number
    }

    /// A date, of which Toss also takes an instant's.
    private static func day(_ text: String?) -> CivilDay? {
        guard let text else { return nil }
        return CivilDay(iso8601: text.prefix(10))
    }
}
