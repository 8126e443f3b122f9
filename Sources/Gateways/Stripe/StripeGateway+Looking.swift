import Foundation

extension StripeGateway {
    /// 100 pages of 100: far past any payment's refunds or any account's day of lost creations.
    private static let pagesMax = 100

    /// A payment is looked for from this long before its creation by our clock.
    private static let clockSkewSeconds = 300

    /// The PaymentIntent by its id, or the newest list entry that carries our payment's id.
    ///
    /// A list without one proves little and answers `unknown`.
    public func lookUpCharge(_ order: ChargeOrder) async -> GatewayAnswer {
        guard let intent = order.gatewayPaymentID else { return await search(order) }
        switch await get(StripeRequests.path(intent)) {
        case .answered(let response): return StripeReading.lookUp(response, order.subject)
        case .unreachable(let reason), .lost(let reason): return .silent(reason)
        }
    }

    /// The payment's refunds, page by page to the end.
    public func lookUpRefunds(_ order: ChargeOrder) async -> RefundReading {
        guard let intent = order.gatewayPaymentID else {
            return .incomplete(reason: "no gateway payment id")
        }
        let filter = "payment_intent=\(PercentEncoding.encoded(intent))"
        do {
            let all = try await list("/v1/refunds", filter, StripeRefund.self, id: \.id)
            let entries = all.compactMap { StripeReading.evidence($0, order.gatewayCurrency) }
            guard entries.count == all.count else {
                return .incomplete(reason: "a refund in another currency")
            }
            return .complete(entries)
        } catch {
            return error.isSilence
                ? .silent(reason: error.reason) : .incomplete(reason: error.reason)
        }
    }

    private func search(_ order: ChargeOrder) async -> GatewayAnswer {
        let since = Int(order.createdAt.timeIntervalSince1970) - Self.clockSkewSeconds
        do {
            let all = try await list(
                "/v1/payment_intents",
                "created%5Bgte%5D=\(since)",
                StripeIntent.self,
                id: \.id
            )
            let ours = all.filter { $0.metadata?["payment_id"] == order.subject.paymentKey }
            return Self.verdict(ours, order.subject)
        } catch {
            if error.refused { return .configuration(reason: error.reason) }
            return error.isSilence
                ? .silent(reason: error.reason, after: error.after)
                : .unknown(reason: error.reason, after: error.after)
        }
    }

    /// Of several PaymentIntents with our id (a forgotten key made one more) the most advanced.
    static func verdict(_ intents: [StripeIntent], _ subject: GatewaySubject) -> GatewayAnswer {
        let charged = intents.filter { $0.status == "succeeded" }
        guard charged.count <= 1 else {
            return .unknown("charged \(charged.count) times: \(charged.map(\.id))")
        }
        let order = ["succeeded", "processing", "requires_action"]
        let furthest = order.lazy.compactMap { status in
            intents.first { $0.status == status }
        }.first
        guard let found = furthest ?? intents.first(where: { $0.status != "canceled" }) else {
            // Also when only canceled ones are there: another may not be listed yet.
            return .unknown("no PaymentIntent with this payment's id is listed")
        }
        let operation: GatewayRequest.Operation? =
            found.lastPaymentError == nil ? .createPayment : nil
        return StripeReading.charge(found, subject, after: operation)
    }

    /// Why a list could not be read to its end.
    private struct ListFailure: Error {
        let reason: String
        var refused = false
        var isSilence = false
        var after: Duration?
    }

    private func list<Item: Decodable & Sendable>(
        _ path: String,
        _ filter: String,
        _ type: Item.Type,
        id: (Item) -> String
    ) async throws(ListFailure) -> [Item] {
        var items: [Item] = []
        for _ in 0..<Self.pagesMax {
            var query = "\(path)?\(filter)&limit=100"
            if let last = items.last {
                query += "&starting_after=\(PercentEncoding.encoded(id(last)))"
            }
            let page = try await page(query, type)
            items += page.data
            if !page.hasMore { return items }
            guard !page.data.isEmpty else {
                throw ListFailure(reason: "an empty page that claims more")
            }
        }
        throw ListFailure(reason: "more than \(Self.pagesMax) pages")
    }

    private func page<Item: Decodable & Sendable>(
        _ query: String,
        _ type: Item.Type
    ) async throws(ListFailure) -> StripePage<Item> {
        switch await get(query) {
        case .unreachable(let reason), .lost(let reason):
            throw ListFailure(reason: reason, isSilence: true)
        case .answered(let response):
            guard response.status == 200 else {
                throw ListFailure(
                    reason: "HTTP \(response.status)",
                    refused: [401, 403].contains(response.status),
                    isSilence: response.isBroken,
                    after: response.retryAfter
                )
            }
            do {
                return try response.decoded(StripePage<Item>.self)
            } catch {
                throw ListFailure(reason: error.reason)
            }
        }
    }

    private func get(_ path: String) async -> TransportResult {
        await transport.get(
            path,
            headers: Self.headers(credentials.current, StripeRequests.apiVersion),
            timeout: lookUpTimeout
        )
    }
}
