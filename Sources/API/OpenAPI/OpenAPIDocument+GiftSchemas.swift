extension OpenAPIDocument {
    /// Gifts.
    static let giftSchemas = """
            GiftWish:
              type: object
              additionalProperties: false
              required: [recipient_id]
              properties:
                recipient_id:
                  type: string
                  format: uuid
                message:
                  type: [string, "null"]
                  maxLength: 500
            GiftStatus:
              type: string
              enum:
                - awaiting_payment
                - offered
                - accepted
                - declined
                - expired
                - cancelled
                - void
                - revoked
            Gift:
              type: object
              required:
                - gift_id
                - reservation_id
                - game_id
                - title
                - part
                - other_member_id
                - other_member_name
                - status
                - message
                - offered_at
                - expires_at
                - closed_at
                - refund_id
                - refund_status
              properties:
                gift_id:
                  type: string
                  format: uuid
                reservation_id:
                  type: [string, "null"]
                  format: uuid
                  description: The sender's; the recipient's once it is theirs.
                game_id:
                  type: string
                  format: uuid
                title:
                  type: string
                part:
                  type: string
                  enum: [sender, recipient]
                other_member_id:
                  type: string
                  format: uuid
                other_member_name:
                  type: [string, "null"]
                status:
                  $ref: '#/components/schemas/GiftStatus'
                message:
                  type: [string, "null"]
                  description: While the gift is open.
                offered_at:
                  type: [string, "null"]
                  format: date-time
                expires_at:
                  type: [string, "null"]
                  format: date-time
                closed_at:
                  type: [string, "null"]
                  format: date-time
                refund_id:
                  type: [string, "null"]
                  format: uuid
                  description: The sender's to see.
                refund_status:
                  oneOf:
                    - $ref: '#/components/schemas/RefundStatus'
                    - type: "null"
            GiftPage:
              type: object
              required: [items, next]
              properties:
                items:
                  type: array
                  items:
                    $ref: '#/components/schemas/Gift'
                next:
                  type: [string, "null"]
            GiftAnswer:
              type: object
              required: [gift_id, status, refund_id]
              properties:
                gift_id:
                  type: string
                  format: uuid
                status:
                  $ref: '#/components/schemas/GiftStatus'
                refund_id:
                  type: [string, "null"]
                  format: uuid

        """
}
