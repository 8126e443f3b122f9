extension OpenAPIDocument {
    /// Everything else of members.
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
          /v1/reservations/{reservation_id}/refund-quote:
            parameters:
              - $ref: '#/components/parameters/reservationID'
            get:
              operationId: quoteRefund
              tags: [member]
              summary: What a refund would give back if it were asked for now.
              description: |
                Synchronous; nothing is written or promised: points earned or spent meanwhile change
                it. Refused as the refund would be, with not_paid, is_gift, gift_accepted or too_late,
                and with nothing_to_refund when there is one already.
              security:
                - member: []
              responses:
                \(ok("RefundQuote"))
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

        """
}
