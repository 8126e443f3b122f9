extension OpenAPIDocument {
    static let memberPaths = """
          /v1/games:
            get:
              operationId: listGames
              tags: [member]
              summary: Games that can be reserved now, soonest release first.
              security:
                - member: []
              parameters:
                \(pageParameters)
                - $ref: '#/components/parameters/ifNoneMatch'
                - $ref: '#/components/parameters/acceptLanguage'
              responses:
                '200':
                  description: A page of the catalogue, at most a second old.
                  headers:
                    ETag:
                      required: true
                      schema:
                        type: string
                  content:
                    application/json:
                      schema:
                        $ref: '#/components/schemas/GamePage'
                '304':
                  description: As the tag that was sent.
                \(callerProblem)
          /v1/games/{game_id}:
            parameters:
              - $ref: '#/components/parameters/gameID'
            get:
              operationId: readGame
              tags: [member]
              summary: One game's page.
              security:
                - member: []
              parameters:
                - $ref: '#/components/parameters/ifNoneMatch'
                - $ref: '#/components/parameters/acceptLanguage'
              responses:
                '200':
                  description: The game, at most a second old.
                  headers:
                    ETag:
                      required: true
                      schema:
                        type: string
                  content:
                    application/json:
                      schema:
                        $ref: '#/components/schemas/Game'
                '304':
                  description: As the tag that was sent.
                \(callerProblem)
                \(notFound)
          /v1/payment-methods:
            get:
              operationId: listPaymentMethods
              tags: [member]
              summary: What the member's country office accepts.
              security:
                - member: []
              responses:
                \(ok("PaymentMethodPage"))
                \(callerProblem)
          /v1/reservations:
            post:
              operationId: reserve
              tags: [member]
              summary: Reserve a game; its price is locked and points are held.
              description: |
                Synchronous. What points pay whole, or what is free, is complete at once. Otherwise
                submit the payment before authenticate_by. Refused with unknown_game,
                game_cancelled, not_on_sale, already_reserved, price_changed (with price),
                method_not_supported, method_required, nothing_to_charge, points_out_of_range (with
                points_max), not_enough_points (with points_available), points_leave_remainder
                (with points_below and points_above); a gift also with gift_to_oneself,
                unknown_recipient, not_sold_to_recipient, recipient_has_game, already_given or
                malformed_gift_message.
              security:
                - member: []
              parameters:
                - $ref: '#/components/parameters/idempotencyKey'
              \(body("ReserveRequest"))
              responses:
                \(located(
                    201, "Reserved.", "ReserveReceipt",
                    then: .ask("readReservation", "reservation_id"),
                    .ask("withdraw", "reservation_id"), .ask("readPayment", "payment_id"),
                    .ask("submitPayment", "payment_id")
                ))
                \(creationProblem)
                \(notFound)
          /v1/reservations/{reservation_id}:
            parameters:
              - $ref: '#/components/parameters/reservationID'
            get:
              operationId: readReservation
              tags: [member]
              summary: A reservation that the member made.
              security:
                - member: []
              responses:
                \(ok("Reservation"))
                \(callerProblem)
                \(notFound)
            delete:
              operationId: withdraw
              tags: [member]
              summary: Withdraw a reservation that is not paid.
              description: |
                Mixed: 200 when nothing was or will be charged; 202 when a charge is under way,
                which is given back should it turn out to have applied. Asking again is answered the
                same. Refused with already_paid.
              security:
                - member: []
              responses:
                \(ok("Withdrawal"))
                \(answer(202, "Cancelled; a charge is still under way.", "Withdrawal"))
                \(callerProblem)
                \(notFound)
                \(conflict)
          /v1/payments/{payment_id}:
            parameters:
              - $ref: '#/components/parameters/paymentID'
            get:
              operationId: readPayment
              tags: [member]
              summary: Where a payment stands.
              security:
                - member: []
              responses:
                \(ok("Payment"))
                \(callerProblem)
                \(notFound)
          /v1/payments/{payment_id}/submission:
            parameters:
              - $ref: '#/components/parameters/paymentID'
            post:
              operationId: submitPayment
              tags: [member]
              summary: Hand over what the buyer's client got from the gateway.
              description: |
                Mixed: accepted now, charged later; follow the payment. Refused with
                already_submitted, too_late or malformed_token.
              security:
                - member: []
              parameters:
                - $ref: '#/components/parameters/idempotencyKey'
              \(body("Submission"))
              responses:
                \(located(202, "It will be charged.", "AcceptedPayment"))
                \(creationProblem)
                \(notFound)
          /v1/purchases:
            get:
              operationId: listPurchases
              tags: [member]
              summary: What the member owns or has reserved, newest first.
              security:
                - member: []
              parameters:
                \(pageParameters)
                - $ref: '#/components/parameters/acceptLanguage'
              responses:
                \(ok("PurchasePage", then: .first("readReservation", "reservation_id")))
                \(callerProblem)
          /v1/refunds:
            post:
              operationId: requestRefund
              tags: [member]
              summary: Ask for a reservation's money back.
              description: |
                Mixed: accepted now, paid later; follow the refund. Asking again is answered with
                the refund there is. Refused with not_paid, nothing_to_refund, is_gift, gift_accepted
                or too_late.
              security:
                - member: []
              parameters:
                - $ref: '#/components/parameters/idempotencyKey'
              \(body("RefundRequest"))
              responses:
                \(located(
                    202, "It is on its way.", "AcceptedRefund",
                    then: .ask("readRefund", "refund_id")
                ))
                \(creationProblem)
                \(notFound)
          /v1/refunds/{refund_id}:
            parameters:
              - $ref: '#/components/parameters/refundID'
            get:
              operationId: readRefund
              tags: [member]
              summary: Where a refund stands.
              security:
                - member: []
              responses:
                \(ok("Refund"))
                \(callerProblem)
                \(notFound)
          /v1/gifts:
            get:
              operationId: listGifts
              tags: [member]
              summary: Gifts that the member sent or received, newest first.
              security:
                - member: []
              parameters:
                - name: part
                  in: query
                  required: true
                  schema:
                    type: string
                    enum: [sender, recipient]
                \(pageParameters)
                - $ref: '#/components/parameters/acceptLanguage'
              responses:
                \(ok("GiftPage", then: .first("readGift", "gift_id")))
                \(callerProblem)
          /v1/gifts/{gift_id}:
            parameters:
              - $ref: '#/components/parameters/giftID'
            get:
              operationId: readGift
              tags: [member]
              summary: A gift to or from the member.
              security:
                - member: []
              parameters:
                - $ref: '#/components/parameters/acceptLanguage'
              responses:
                \(ok("Gift"))
                \(callerProblem)
                \(notFound)
          /v1/gifts/{gift_id}/acceptance:
            parameters:
              - $ref: '#/components/parameters/giftID'
            post:
              operationId: acceptGift
              tags: [member]
              summary: Take a gift; the game is the recipient's.
              description: |
                Synchronous. After expires_at the gift expires instead, as the status says. Refused with
                gift_closed (with gift_status), or with already_owned when the recipient has come to
                own the game: the gift then stays open.
              security:
                - member: []
              parameters:
                - $ref: '#/components/parameters/idempotencyKey'
              \(body("Nothing"))
              responses:
                \(ok("GiftAnswer"))
                \(creationProblem)
                \(notFound)
          /v1/gifts/{gift_id}/decline:
            parameters:
              - $ref: '#/components/parameters/giftID'
            post:
              operationId: declineGift
              tags: [member]
              summary: Do not take a gift; the sender is refunded.
              description: |
                The answer is synchronous, the sender's refund is carried out later. Refused with
                gift_closed (with gift_status).
              security:
                - member: []
              parameters:
                - $ref: '#/components/parameters/idempotencyKey'
              \(body("Nothing"))
              responses:
                \(ok("GiftAnswer"))
                \(creationProblem)
                \(notFound)
          /v1/gifts/{gift_id}/cancellation:
            parameters:
              - $ref: '#/components/parameters/giftID'
            post:
              operationId: cancelGift
              tags: [member]
              summary: Take a gift back before it is accepted.
              description: |
                The answer is synchronous; the refund, which refund_id follows, is carried out later.
                Refused with gift_closed (with gift_status and refund_id).
              security:
                - member: []
              parameters:
                - $ref: '#/components/parameters/idempotencyKey'
              \(body("Nothing"))
              responses:
                \(ok("GiftAnswer"))
                \(creationProblem)
                \(notFound)
          /v1/gifts/{gift_id}/refund:
            parameters:
              - $ref: '#/components/parameters/giftID'
            post:
              operationId: refundGift
              tags: [member]
              summary: Ask for the refund of a gift that ended unaccepted.
              description: |
                Mixed: the refund that was opened then, however often it is asked for. Refused with
                not_paid, nothing_to_refund, is_gift while it is open, or gift_accepted.
              security:
                - member: []
              parameters:
                - $ref: '#/components/parameters/idempotencyKey'
              \(body("Nothing"))
              responses:
                \(located(
                    202, "It is on its way.", "AcceptedRefund",
                    then: .ask("readRefund", "refund_id")
                ))
                \(creationProblem)
                \(notFound)
          /v1/points:
            get:
              operationId: readPoints
              tags: [member]
              summary: Points that can be used, and points that are held.
              security:
                - member: []
              responses:
                \(ok("PointBalance"))
                \(callerProblem)
          /v1/points/lots:
            get:
              operationId: listPointLots
              tags: [member]
              summary: Points by when they expire, first to expire first.
              security:
                - member: []
              responses:
                \(ok("PointLotPage"))
                \(callerProblem)
          /v1/points/entries:
            get:
              operationId: listPointEntries
              tags: [member]
              summary: The member's ledger of points, latest first.
              security:
                - member: []
              parameters:
                \(pageParameters)
              responses:
                \(ok("PointEntryPage"))
                \(callerProblem)
          /v1/webhook-endpoints:
            get:
              operationId: listWebhookEndpoints
              tags: [member]
              summary: Where the member is told of results, oldest first.
              security:
                - member: []
              responses:
                \(ok("WebhookEndpointPage", then: .first("readWebhookSecret", "endpoint_id")))
                \(callerProblem)
            post:
              operationId: addWebhookEndpoint
              tags: [member]
              summary: Be told of results by webhooks (Standard Webhooks 1.0).
              description: |
                The section webhooks says what is posted: type, timestamp and data with ids; the
                API tells the rest. Refused with address_refused or too_many_endpoints.
              security:
                - member: []
              parameters:
                - $ref: '#/components/parameters/idempotencyKey'
              \(body("WebhookEndpointDraft"))
              responses:
                \(answer(
                    201, "Registered.", "WebhookEndpointID",
                    then: .ask("readWebhookSecret", "endpoint_id"),
                    .ask("rotateWebhookSecret", "endpoint_id"),
                    .ask("removeWebhookEndpoint", "endpoint_id")
                ))
                \(creationProblem)
          /v1/webhook-endpoints/{endpoint_id}:
            parameters:
              - $ref: '#/components/parameters/endpointID'
            delete:
              operationId: removeWebhookEndpoint
              tags: [member]
              summary: Be told no longer; what is not told yet is not told any more.
              security:
                - member: []
              responses:
                \(ok("WebhookEndpointID"))
                \(callerProblem)
                \(notFound)
          /v1/webhook-endpoints/{endpoint_id}/secret:
            parameters:
              - $ref: '#/components/parameters/endpointID'
            get:
              operationId: readWebhookSecret
              tags: [member]
              summary: What the newest signatures are made with.
              security:
                - member: []
              responses:
                \(ok("WebhookSecret"))
                \(callerProblem)
                \(notFound)
          /v1/webhook-endpoints/{endpoint_id}/secret/rotation:
            parameters:
              - $ref: '#/components/parameters/endpointID'
            post:
              operationId: rotateWebhookSecret
              tags: [member]
              summary: Change the secret; the one before signs as well for a day.
              security:
                - member: []
              parameters:
                - $ref: '#/components/parameters/idempotencyKey'
              \(body("Nothing"))
              responses:
                \(answer(200, "Changed.", "WebhookEndpointID"))
                \(creationProblem)
                \(notFound)
          /v1/webhook-endpoints/{endpoint_id}/enabling:
            parameters:
              - $ref: '#/components/parameters/endpointID'
            post:
              operationId: enableWebhookEndpoint
              tags: [member]
              summary: Be told again after the endpoint was given up.
              description: What happened in between is not told; the API says how things stand.
              security:
                - member: []
              parameters:
                - $ref: '#/components/parameters/idempotencyKey'
              \(body("Nothing"))
              responses:
                \(answer(200, "It is told.", "WebhookEndpointID"))
                \(creationProblem)
                \(notFound)
          /v1/webhook-endpoints/{endpoint_id}/deliveries:
            parameters:
              - $ref: '#/components/parameters/endpointID'
            get:
              operationId: listWebhookDeliveries
              tags: [member]
              summary: What became of each webhook to the endpoint, newest first.
              description: Kept for 30 days, unless the store's policy says otherwise.
              security:
                - member: []
              parameters:
                \(pageParameters)
              responses:
                \(ok("WebhookDeliveryPage"))
                \(callerProblem)
                \(notFound)
          /v1/webhook-endpoints/{endpoint_id}/deliveries/{message_id}/redelivery:
            parameters:
              - $ref: '#/components/parameters/endpointID'
              - $ref: '#/components/parameters/messageID'
            post:
              operationId: redeliverWebhook
              tags: [member]
              summary: Be told of it again, under the same webhook-id.
              description: |
                Of what was delivered and of what is dead; three days of tries begin anew. Refused
                with delivery_pending while it is tried anyway, and with endpoint_disabled.
              security:
                - member: []
              parameters:
                - $ref: '#/components/parameters/idempotencyKey'
              \(body("Nothing"))
              responses:
                \(located(202, "It is told again.", "WebhookDeliveryID"))
                \(creationProblem)
                \(notFound)

        """
}
