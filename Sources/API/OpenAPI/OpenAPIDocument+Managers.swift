extension OpenAPIDocument {
    static let managerPaths = """
          /v1/manager/discounts:
            get:
              operationId: listDiscounts
              tags: [manager]
              summary: Discounts of the manager's country, newest first; at most 1000.
              security:
                - manager: []
              parameters:
                - name: game_id
                  in: query
                  schema:
                    type: string
                    format: uuid
              responses:
                \(ok("DiscountPage"))
                \(callerProblem)
            post:
              operationId: registerDiscount
              tags: [manager]
              summary: Register a discount.
              description: |
                Synchronous. Refused with unknown_game, discount_refused (with reason),
                discount_overlaps, unknown_manager, unknown_discount or reason_unreadable.
              security:
                - manager: []
              parameters:
                - $ref: '#/components/parameters/idempotencyKey'
              \(body("DiscountDraft"))
              responses:
                \(answer(
                    201, "Registered.", "DiscountID",
                    then: .ask("endDiscount", "discount_id")
                ))
                \(creationProblem)
                \(notFound)
          /v1/manager/discounts/{discount_id}/end:
            parameters:
              - name: discount_id
                in: path
                required: true
                schema:
                  type: string
                  format: uuid
            post:
              operationId: endDiscount
              tags: [manager]
              summary: End a discount now; reservations keep their price.
              description: Refused with discount_over, unknown_manager or reason_unreadable.
              security:
                - manager: []
              parameters:
                - $ref: '#/components/parameters/idempotencyKey'
              \(body("Reason"))
              responses:
                \(answer(200, "Ended.", "DiscountID"))
                \(creationProblem)
                \(notFound)
          /v1/manager/games:
            get:
              operationId: listAnnouncedGames
              tags: [manager]
              summary: All games, soonest release first; at most 1000.
              security:
                - manager: []
              responses:
                \(ok("AnnouncedGamePage", then: .first("setGamePrice", "game_id")))
                \(callerProblem)
            post:
              operationId: addGame
              tags: [manager]
              summary: Announce a game with its price in the manager's country.
              description: |
                Synchronous. Refused with game_refused (with reason), unknown_manager,
                other_country or reason_unreadable.
              security:
                - manager: []
              parameters:
                - $ref: '#/components/parameters/idempotencyKey'
              \(body("NewGame"))
              responses:
                \(answer(
                    201, "Announced.", "GameID", then: .ask("setGamePrice", "game_id")
                ))
                \(creationProblem)
          /v1/manager/games/{game_id}/price:
            parameters:
              - $ref: '#/components/parameters/gameID'
            put:
              operationId: setGamePrice
              tags: [manager]
              summary: Sell a game in the manager's country, or change what it costs there.
              description: |
                Reservations keep their price. Refused with game_refused (with reason),
                unknown_manager, other_country or reason_unreadable.
              security:
                - manager: []
              \(body("GamePriceDraft"))
              responses:
                \(ok("GamePrice"))
                \(bodyProblem)
                \(notFound)
          /v1/manager/payment-methods:
            get:
              operationId: listOfficeMethods
              tags: [manager]
              summary: The country office's methods, those not offered among them.
              security:
                - manager: []
              responses:
                \(ok("OfficeMethodPage"))
                \(callerProblem)
          /v1/manager/payment-methods/{method}:
            parameters:
              - name: method
                in: path
                required: true
                schema:
                  type: string
                  pattern: ^[a-z][a-z0-9_]{0,30}$
            put:
              operationId: setPaymentMethod
              tags: [manager]
              summary: Offer a method, or offer it no longer.
              description: |
                Refused with unknown_method, method_refused (with reason), unknown_manager,
                other_country or reason_unreadable.
              security:
                - manager: []
              \(body("MethodDraft"))
              responses:
                \(ok("MethodState"))
                \(bodyProblem)
                \(notFound)
          /v1/manager/refunds:
            get:
              operationId: listDueRefunds
              tags: [manager]
              summary: Refunds that members still wait for, the most pressing first; at most 1000.
              security:
                - manager: []
              responses:
                \(ok("DueRefundPage"))
                \(callerProblem)
            post:
              operationId: requestRefundForMember
              tags: [manager]
              summary: Ask for a refund on a member's behalf.
              description: |
                Mixed: accepted now, paid later; follow the refund. Refused with not_paid,
                nothing_to_refund, gift_accepted, too_late, unknown_manager or reason_unreadable.
              security:
                - manager: []
              parameters:
                - $ref: '#/components/parameters/idempotencyKey'
              \(body("OfficeRefundRequest"))
              responses:
                \(located(
                    202, "It is on its way.", "AcceptedRefund",
                    then: .ask("readOfficeRefund", "refund_id")
                ))
                \(creationProblem)
                \(notFound)
          /v1/manager/refunds/{refund_id}:
            parameters:
              - $ref: '#/components/parameters/refundID'
            get:
              operationId: readOfficeRefund
              tags: [manager]
              summary: Where a refund of a sale of the manager's country stands.
              security:
                - manager: []
              responses:
                \(ok("Refund"))
                \(callerProblem)
                \(notFound)
          /v1/manager/reports/reservations:
            get:
              operationId: lookUpReservations
              tags: [manager]
              summary: Reservations of the manager's country as the reports have them, newest first.
              security:
                - manager: []
              parameters:
                \(pageParameters)
                - name: member_id
                  in: query
                  schema:
                    type: string
                    format: uuid
                - name: game_id
                  in: query
                  schema:
                    type: string
                    format: uuid
                - name: status
                  in: query
                  schema:
                    $ref: '#/components/schemas/ReservationStatus'
              responses:
                \(ok("ReportedReservationPage"))
                \(callerProblem)
          /v1/manager/reports/gifts:
            get:
              operationId: lookUpGifts
              tags: [manager]
              summary: Gifts that members of the manager's country sent, as the reports have them, newest first.
              security:
                - manager: []
              parameters:
                \(pageParameters)
                - name: member_id
                  in: query
                  description: Its sender or its recipient.
                  schema:
                    type: string
                    format: uuid
                - name: game_id
                  in: query
                  schema:
                    type: string
                    format: uuid
                - name: status
                  in: query
                  schema:
                    $ref: '#/components/schemas/GiftStatus'
              responses:
                \(ok("ReportedGiftPage"))
                \(callerProblem)
          /v1/manager/reports/daily-sales:
            get:
              operationId: lookUpDailySales
              tags: [manager]
              summary: Sales of the manager's country by day and game, latest day first.
              security:
                - manager: []
              parameters:
                - name: from
                  in: query
                  required: true
                  schema:
                    type: string
                    format: date
                - name: to
                  in: query
                  required: true
                  schema:
                    type: string
                    format: date
                \(pageParameters)
              responses:
                \(ok("DailySalesPage"))
                \(callerProblem)
          /v1/gateway-webhooks/{gateway}/{account}:
            parameters:
              - name: gateway
                in: path
                required: true
                schema:
                  type: string
                  enum: [stripe, toss]
              - name: account
                in: path
                required: true
                schema:
                  type: string
            post:
              operationId: tellOfPayment
              tags: [service]
              summary: Where gateways post their events.
              description: |
                Checked by Stripe-Signature, or not signed at all; either way only a reason to ask
                the gateway sooner.
              security: []
              requestBody:
                required: true
                content:
                  application/json:
                    schema:
                      type: object
              responses:
                \(ok("ServiceStatus"))
                \(bodyProblem)
                \(notFound)

        """
}
