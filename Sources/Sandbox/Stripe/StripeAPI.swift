/// Stripe's side of the wire: a call and the world give an answer and what changes.
struct StripeAPI: Sendable {
    let surroundings: Surroundings

    /// The version of answers and events whose caller pins none.
    static let version = "2025-03-31.basil"

    func respond(to call: Call, in world: World) -> Effect {
        do throws(StripeRefusal) {
            return try carryOut(call, in: world)
        } catch {
            return Effect(answer: error.answer)
        }
    }

    private func carryOut(_ call: Call, in world: World) throws(StripeRefusal) -> Effect {
        switch call.operation {
        case .stripeCreateIntent: try createIntent(call, in: world)
        case .stripeConfirmIntent: try confirmIntent(call, in: world)
        case .stripeCancelIntent: try cancelIntent(call, in: world)
        case .stripeRetrieveIntent: try retrieveIntent(call, in: world)
        case .stripeListIntents: try listIntents(call, in: world)
        case .stripeCreateRefund: try createRefund(call, in: world)
        case .stripeRetrieveRefund: try retrieveRefund(call, in: world)
        case .stripeListRefunds: try listRefunds(call, in: world)
        case .stripeListPayouts: try listPayouts(call, in: world)
        case .stripeListBalanceTransactions: try listBalanceTransactions(call, in: world)
        case .tossConfirm, .tossCancel, .tossRetrieve, .tossRetrieveByOrder,
            .tossListTransactions, .tossListSettlements:
            throw StripeRefusal.invalid("Unrecognized request URL.", status: 404)
        }
    }

    /// The intent an id names, if it is this account's.
    func intent(
        _ id: String,
        _ parameter: String,
        of call: Call,
        in world: World,
        status: Int = 404
    ) throws(StripeRefusal) -> StripeIntent {
        guard let intent = world.intents[id], intent.account == call.account else {
            throw StripeRefusal.noSuch("payment_intent", id, parameter, status: status)
        }
        return intent
    }

    /// An id that no object has yet and that depends on what the object is made from.
    func freshID(_ prefix: String, from identity: String, isTaken: (String) -> Bool) -> String {
        var id = prefix + StableHash.token(identity, length: 24)
        var round = 0
        while isTaken(id) {
            round += 1
            id = prefix + StableHash.token("\(identity)#\(round)", length: 24)
        }
        return id
    }

    /// Refuses fields that the call does not have.
    func check(_ form: FormFields, allows names: Set<String>) throws(StripeRefusal) {
        if let unknown = form.roots.first(where: { !names.contains($0) }) {
            throw StripeRefusal.invalid(
                "Received unknown parameter: \(unknown)",
                code: "parameter_unknown",
                parameter: unknown
            )
        }
    }

    /// The metadata of a call, within Stripe's limits of 50 keys, 40 and 500 characters.
    func metadata(of form: FormFields) throws(StripeRefusal) -> [String: String] {
        let metadata = form.members(of: "metadata")
        guard metadata.count <= 50 else {
            throw StripeRefusal.invalid(
                "Metadata can have at most 50 keys.",
                parameter: "metadata"
            )
        }
        for (name, value) in metadata where name.count > 40 || value.count > 500 {
            throw StripeRefusal.invalid(
                "Metadata keys can have up to 40 and values up to 500 characters.",
                parameter: "metadata[\(name)]"
            )
        }
        return metadata
    }

    /// A whole number from a field; nil when the field is absent.
    func integer(_ name: String, of form: FormFields) throws(StripeRefusal) -> Int64? {
        guard let text = form[name] else { return nil }
        guard let number = Int64(text) else {
            throw StripeRefusal.invalid(
                "Invalid integer: \(text)",
                code: "parameter_invalid_integer",
                parameter: name
            )
        }
        return number
    }
}
