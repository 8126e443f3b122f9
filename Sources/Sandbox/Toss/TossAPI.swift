import Foundation

/// Toss's side of the wire: a call and the world give an answer and what changes.
struct TossAPI: Sendable {
    let surroundings: Surroundings

    func respond(to call: Call, in world: World) -> Effect {
        do throws(TossRefusal) {
            return try carryOut(call, in: world)
        } catch {
            return Effect(answer: error.answer)
        }
    }

    private func carryOut(_ call: Call, in world: World) throws(TossRefusal) -> Effect {
        if let code = call.request.testCode, !code.isEmpty { throw .early(code) }
        return switch call.operation {
        case .tossConfirm: try confirm(call, in: world)
        case .tossCancel: try cancel(call, in: world)
        case .tossRetrieve:
            try answer(payment(call.route.subject, of: call, in: world), at: call.at)
        case .tossRetrieveByOrder: try retrieveByOrder(call, in: world)
        case .tossListTransactions: try TossStatement(call).transactions(in: world)
        case .tossListSettlements:
            try TossStatement(call).settlements(in: world, under: surroundings.faults)
        case .stripeCreateIntent, .stripeConfirmIntent, .stripeCancelIntent,
            .stripeRetrieveIntent, .stripeListIntents, .stripeCreateRefund,
            .stripeRetrieveRefund, .stripeListRefunds, .stripeListPayouts,
            .stripeListBalanceTransactions:
            throw .early("NOT_FOUND")
        }
    }

    private func confirm(_ call: Call, in world: World) throws(TossRefusal) -> Effect {
        let body: TossConfirmBody = try decode(call)
        guard isOrderID(body.orderId) else { throw .early("INVALID_REQUEST") }
        guard var payment = world.payments[body.paymentKey], payment.belongs(to: call.account)
        else { throw .carriedOut("NOT_FOUND_PAYMENT_SESSION") }
        try checkConfirmable(payment, body, call, in: world)
        payment.account = call.account
        payment.confirmKey = call.request.idempotencyKey
        payment.changedAt = call.at
        if let code = refusal(of: payment) {
            guard TossErrorTable.endsPayment(code) else { throw .carriedOut(code) }
            payment.status = .aborted
            payment.failureCode = code
            return Effect(
                answer: TossRefusal.carriedOut(code).answer,
                changes: Changes(payment: payment)
            )
        }
        payment.status = .done
        payment.approvedAt = call.at
        payment.lastTransactionKey = payment.confirmTransactionKey
        return answer(payment, at: call.at, changed: true)
    }

    private func cancel(_ call: Call, in world: World) throws(TossRefusal) -> Effect {
        let body: TossCancelBody = try decode(call)
        guard !body.cancelReason.isEmpty, body.cancelReason.count <= 200 else {
            throw .early("INVALID_REQUEST")
        }
        var payment = try payment(call.route.subject, of: call, in: world)
        switch payment.status(at: call.at) {
        case .done, .partialCanceled: break
        case .canceled: throw .carriedOut("ALREADY_CANCELED_PAYMENT")
        case .inProgress, .aborted, .expired: throw .carriedOut("NOT_CANCELABLE_PAYMENT")
        }
        let amount = try cancelable(body, of: payment)
        let subject = "toss|\(call.account)|\(Refusal.subject(of: body.cancelReason))"
        guard !surroundings.faults.draws(.refundRefused, subject) else {
            return refused(body, call)
        }
        var cancel = TossCancel(
            amountMinor: amount,
            reason: body.cancelReason,
            transactionKey: payment.transactionKey("cancel", payment.cancels.count),
            refundableMinor: payment.cancelableMinor - amount,
            at: call.at,
            key: call.request.idempotencyKey
        )
        let attempt = "toss|\(call.account)|\(body.cancelReason)|\(call.identity)"
        if surroundings.faults.draws(.refundPending, attempt) {
            let fails = surroundings.faults.draws(.refundFailsLate, attempt)
            cancel.status = .inProgress
            cancel.maturesAt = call.at.advanced(by: surroundings.periods.processing)
            cancel.maturesAs = fails ? .aborted : .done
        }
        payment.cancels.append(cancel)
        payment.settleStatus(at: call.at)
        return answer(payment, at: call.at, changed: true)
    }

    private func refused(_ body: TossCancelBody, _ call: Call) -> Effect {
        let refusal = Refusal(
            kind: .refundRefused,
            gateway: .toss,
            account: call.account,
            reference: body.cancelReason,
            at: call.at
        )
        return Effect(
            answer: TossRefusal.carriedOut("REFUND_REJECTED").answer,
            changes: Changes(refusal: refusal)
        )
    }

    private func retrieveByOrder(_ call: Call, in world: World) throws(TossRefusal) -> Effect {
        guard let payment = world.payment(ofOrder: call.route.subject, account: call.account)
        else { throw .early("NOT_FOUND_PAYMENT") }
        return answer(payment, at: call.at)
    }

    /// Whether the confirm may charge: nothing is charged twice, late, or for another amount.
    private func checkConfirmable(
        _ payment: TossPayment,
        _ body: TossConfirmBody,
        _ call: Call,
        in world: World
    ) throws(TossRefusal) {
        switch payment.status(at: call.at) {
        case .inProgress: break
        case .expired: throw .carriedOut("NOT_FOUND_PAYMENT_SESSION")
        case .aborted, .done, .canceled, .partialCanceled:
            throw .carriedOut("ALREADY_PROCESSED_PAYMENT")
        }
        let amount = TossUnits.minor(body.amount, currency: payment.currency)
        guard payment.orderId == body.orderId, payment.amountMinor == amount else {
            throw .carriedOut("FORBIDDEN_REQUEST")
        }
        if let other = world.payment(ofOrder: body.orderId, account: call.account),
            other.wasCharged
        {
            throw .carriedOut("DUPLICATED_ORDER_ID")
        }
        // Source: BELOW_MINIMUM_AMOUNT's own message, 100 won for cards.
        guard payment.currency != "KRW" || payment.amountMinor >= 100 else {
            throw .carriedOut("BELOW_MINIMUM_AMOUNT")
        }
    }

    private func refusal(of payment: TossPayment) -> String? {
        if let code = payment.declineCode { return code }
        let identity = "toss|\(payment.account)|\(payment.orderId)"
        guard surroundings.faults.draws(.decline, identity) else { return nil }
        return surroundings.faults.choice(of: TossErrorTable.commonRejections, identity)
    }

    private func cancelable(
        _ body: TossCancelBody,
        of payment: TossPayment
    ) throws(TossRefusal) -> Int64 {
        guard let requested = body.cancelAmount else { return payment.cancelableMinor }
        guard let amount = TossUnits.minor(requested, currency: payment.currency), amount > 0 else {
            throw .early("INVALID_REQUEST")
        }
        guard amount <= payment.cancelableMinor else { throw .carriedOut("NOT_CANCELABLE_AMOUNT") }
        return amount
    }

    private func payment(
        _ key: String,
        of call: Call,
        in world: World
    ) throws(TossRefusal) -> TossPayment {
        guard let payment = world.payments[key], payment.belongs(to: call.account) else {
            throw .early("NOT_FOUND_PAYMENT")
        }
        return payment
    }

    private func answer(
        _ payment: TossPayment,
        at now: Instant,
        changed: Bool = false
    ) -> Effect {
        Effect(
            answer: WireAnswer(status: 200, body: payment.json(at: now, in: surroundings)),
            changes: changed ? Changes(payment: payment) : Changes()
        )
    }

    private func decode<Body: Decodable>(_ call: Call) throws(TossRefusal) -> Body {
        do {
            return try JSONDecoder().decode(Body.self, from: Data(call.request.body.utf8))
        } catch {
            throw .early("INVALID_REQUEST")
        }
    }

    private func isOrderID(_ id: String) -> Bool {
        id.wholeMatch(of: /[A-Za-z0-9_\-]{6,64}/) != nil
    }
}
