/// What one step changes, and thus one line of the journal: either all of it happened or none.
///
/// Objects are written whole as they now are, so reading the journal back is putting each in its
/// place, and the file can be read by people as the history of every object.
struct Changes: Codable, Sendable {
    var call: CallRecord?
    var intent: StripeIntent?
    var refund: StripeRefund?
    var card: StripeCard?
    var payment: TossPayment?
    var answer: KeptAnswer?
    var mail: Mail?
    var refusal: Refusal?

    /// The Message-ID of a mail that was offered, whether it was taken or not.
    var mailOffered: String?

    /// The account whose call was lost because its gateway is down.
    var lostCall: String?

    /// What the step gives rise to tell the shop.
    var events: [WebhookEvent]?

    var delivery: WebhookDelivery?
    var clock: ClockSetting?

    /// Whether there is nothing to write down.
    var isEmpty: Bool {
        call == nil && intent == nil && refund == nil && card == nil && payment == nil
            && answer == nil && mail == nil && refusal == nil && mailOffered == nil
            && lostCall == nil && events == nil && delivery == nil && clock == nil
    }
}
