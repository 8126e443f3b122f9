extension TossPayment {
    /// The payment object as Toss writes it.
    func json(at now: Instant, in surroundings: Surroundings) -> JSON {
        let chosen = TossMethod(method)
        return [
            "mId": .string(account),
            "lastTransactionKey": .optional(lastTransactionKey),
            "paymentKey": .string(paymentKey),
            "orderId": .string(orderId),
            "orderName": .string(orderId),
            "taxExemptionAmount": 0,
            "status": .string(status(at: now).rawValue),
            "requestedAt": .string(requestedAt.inSeoul),
            "approvedAt": .optional(approvedAt?.inSeoul),
            "useEscrow": false,
            "cultureExpense": false,
            "card": chosen?.provider == nil ? card : nil,
            "virtualAccount": nil,
            "transfer": nil,
            "mobilePhone": nil,
            "giftCertificate": nil,
            "cashReceipt": nil,
            "cashReceipts": nil,
            "discount": nil,
            "cancels": cancels.isEmpty ? nil : .array(cancels.map { $0.json(currency: currency) }),
            "secret": .string("ps_" + StableHash.token(paymentKey, length: 20)),
            "type": "NORMAL",
            "easyPay": easyPay(chosen?.provider),
            "country": "KR",
            "failure": failure,
            "isPartialCancelable": true,
            "receipt": wasCharged
                ? ["url": .string("\(surroundings.baseURL)/receipt/\(paymentKey)")] : nil,
            "checkout": ["url": .string("\(surroundings.baseURL)/checkout/\(paymentKey)")],
            "currency": .string(currency),
            "totalAmount": money(amountMinor),
            "balanceAmount": money(balanceMinor),
            "suppliedAmount": money(amountMinor - vatMinor),
            "vat": money(vatMinor),
            "taxFreeAmount": 0,
            "method": .optional(chosen?.name),
            "version": "2022-11-16",
        ]
    }

    /// The tenth that is contained in the amount as value-added tax.
    private var vatMinor: Int64 { (amountMinor + 5) / 11 }

    private func money(_ minor: Int64) -> JSON {
        TossUnits.json(minor, currency: currency)
    }

    private var failure: JSON {
        guard let failureCode else { return .null }
        let message = TossErrorTable.entry(failureCode).message
        return ["code": .string(failureCode), "message": .string(message)]
    }

    private var card: JSON {
        guard wasCharged else { return .null }
        return [
            "amount": money(amountMinor),
            "issuerCode": "71",
            "acquirerCode": "71",
            "number": "12345678****000*",
            "installmentPlanMonths": 0,
            "approveNo": "00000000",
            "useCardPoint": false,
            "cardType": "신용",
            "ownerType": "개인",
            "acquireStatus": "READY",
            "isInterestFree": false,
            "interestPayer": nil,
        ]
    }

    private func easyPay(_ provider: String?) -> JSON {
        guard let provider else { return .null }
        return [
            "provider": .string(provider), "amount": money(amountMinor), "discountAmount": 0,
        ]
    }
}

extension TossCancel {
    /// The entry of `cancels` as Toss writes it.
    func json(currency: String) -> JSON {
        [
            "transactionKey": .string(transactionKey),
            "cancelReason": .string(reason),
            "taxExemptionAmount": 0,
            "canceledAt": .string(at.inSeoul),
            "transferDiscountAmount": 0,
            "easyPayDiscountAmount": 0,
            "receiptKey": nil,
            "cancelStatus": .string(status.rawValue),
            "cancelRequestId": nil,
            "cancelAmount": TossUnits.json(amountMinor, currency: currency),
            "taxFreeAmount": 0,
            "refundableAmount": TossUnits.json(refundableMinor, currency: currency),
        ]
    }
}
