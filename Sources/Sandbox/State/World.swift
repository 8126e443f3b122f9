/// Everything the gateways and the mail server know, as a value without I/O.
struct World: Sendable {
    private(set) var intents: [String: StripeIntent] = [:]
    private(set) var refunds: [String: StripeRefund] = [:]
    private(set) var cards: [String: StripeCard] = [:]
    private(set) var payments: [String: TossPayment] = [:]
    private(set) var answers: [KeyScope: KeptAnswer] = [:]
    private(set) var mails: [Mail] = []
    private(set) var refusals: [Refusal] = []
    private(set) var webhooks = WebhookBook()
    private(set) var mailsDuplicated = 0
    private(set) var mailsOffered: [String: Int] = [:]
    private(set) var clock = ClockSetting(at: nil)
    private(set) var counters = CallCounters()

    /// Ids in the order in which the objects were made.
    private(set) var intentsByAccount: [String: [String]] = [:]
    private(set) var refundsByAccount: [String: [String]] = [:]
    private(set) var refundsByIntent: [String: [String]] = [:]
    private(set) var paymentsByOrder: [String: [String]] = [:]
    private(set) var intentOrder: [String] = []
    private(set) var refundOrder: [String] = []
    private(set) var paymentOrder: [String] = []

    /// Ids of what will change by itself when its time has come.
    private(set) var maturing: [String: Instant] = [:]

    private var messageIDs: Set<String> = []

    mutating func apply(_ changes: Changes) {
        if let call = changes.call { counters.count(call) }
        if let intent = changes.intent { put(intent) }
        if let refund = changes.refund { put(refund) }
        if let card = changes.card { cards[card.id] = card }
        if let payment = changes.payment { put(payment) }
        if let answer = changes.answer { answers[answer.scope] = answer }
        if let mail = changes.mail { put(mail) }
        if let messageID = changes.mailOffered { mailsOffered[messageID, default: 0] += 1 }
        if let refusal = changes.refusal { refusals.append(refusal) }
        if let account = changes.lostCall { counters.countLost(account: account) }
        for event in changes.events ?? [] { webhooks.add(event) }
        if let delivery = changes.delivery { webhooks.note(delivery) }
        if let clock = changes.clock { self.clock = clock }
    }

    /// The remembered answer under a key.
    func answer(under scope: KeyScope, at now: Instant) -> KeptAnswer? {
        guard let answer = answers[scope], answer.isRemembered(at: now) else { return nil }
        return answer
    }

    /// What of this intent was given back or is on its way back, in Stripe's units.
    func refunded(of intent: String) -> Int64 {
        refunds(of: intent).filter(\.counts).reduce(0) { $0 + $1.amount }
    }

    func refunds(of intent: String) -> [StripeRefund] {
        (refundsByIntent[intent] ?? []).compactMap { refunds[$0] }
    }

    /// The payment an order's id leads to: the one that was charged, else the latest.
    func payment(ofOrder order: String, account: String) -> TossPayment? {
        let candidates = (paymentsByOrder[order] ?? []).compactMap { payments[$0] }
            .filter { $0.belongs(to: account) }
        return candidates.first(where: \.wasCharged) ?? candidates.last
    }

    /// The changes that were due by now, earliest first.
    func dueChanges(at now: Instant) -> [Changes] {
        let due = maturing.filter { $0.value <= now }
        return due.sorted { ($0.value, $0.key) < ($1.value, $1.key) }.map { id, at in
            Changes(
                intent: intents[id]?.matured(at: at),
                refund: refunds[id]?.matured(at: at),
                payment: payments[id]?.matured(at: at)
            )
        }
    }

    private mutating func put(_ intent: StripeIntent) {
        if intents.updateValue(intent, forKey: intent.id) == nil {
            intentOrder.append(intent.id)
            intentsByAccount[intent.account, default: []].append(intent.id)
        }
        maturing[intent.id] = intent.maturesAt
    }

    private mutating func put(_ refund: StripeRefund) {
        if refunds.updateValue(refund, forKey: refund.id) == nil {
            refundOrder.append(refund.id)
            refundsByAccount[refund.account, default: []].append(refund.id)
            refundsByIntent[refund.intent, default: []].append(refund.id)
        }
        maturing[refund.id] = refund.maturesAt
    }

    private mutating func put(_ payment: TossPayment) {
        if payments.updateValue(payment, forKey: payment.paymentKey) == nil {
            paymentOrder.append(payment.paymentKey)
            paymentsByOrder[payment.orderId, default: []].append(payment.paymentKey)
        }
        maturing[payment.paymentKey] = payment.maturesAt
    }

    private mutating func put(_ mail: Mail) {
        if !messageIDs.insert(mail.messageID).inserted { mailsDuplicated += 1 }
        mails.append(mail)
    }
}
