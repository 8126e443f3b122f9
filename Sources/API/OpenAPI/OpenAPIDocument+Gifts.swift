extension OpenAPIDocument {
    /// Gifts, for their sender and their recipient.
    static let giftPaths = """
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

        """
}
