extension OpenAPIDocument {
    /// Refunds, asked for and quoted.
    static let refundSchemas = """
            RefundStatus:
              type: string
              enum:
                - pending
                - refused
                - completed
                - settled_outside
                - withdrawn
            RefundRequest:
              type: object
              additionalProperties: false
              required: [reservation_id]
              properties:
                reservation_id:
                  type: string
                  format: uuid
            AcceptedRefund:
              type: object
              required: [refund_id]
              properties:
                refund_id:
                  type: string
                  format: uuid
            Refund:
              type: object
              required:
                - refund_id
                - reservation_id
                - status
                - cash
                - points_restored
                - points_clawed_back
                - due_on
                - completed_at
                - failure_reason
              properties:
                refund_id:
                  type: string
                  format: uuid
                reservation_id:
                  type: string
                  format: uuid
                status:
                  $ref: '#/components/schemas/RefundStatus'
                cash:
                  $ref: '#/components/schemas/Money'
                points_restored:
                  type: integer
                  format: int64
                points_clawed_back:
                  type: integer
                  format: int64
                due_on:
                  type: [string, "null"]
                  format: date
                completed_at:
                  type: [string, "null"]
                  format: date-time
                failure_reason:
                  type: [string, "null"]
            RefundQuote:
              type: object
              required:
                - cash
                - points_restored
                - points_clawed_back
                - points_deducted
                - points_written_off
              properties:
                cash:
                  $ref: '#/components/schemas/Money'
                  description: To the card or wallet; 0 where points paid all.
                points_restored:
                  type: integer
                  format: int64
                  description: Of the points used.
                points_clawed_back:
                  type: integer
                  format: int64
                  description: Of the points earned, those that are there.
                points_deducted:
                  type: integer
                  format: int64
                  description: Earned and spent; made up for in cash or in points not restored.
                points_written_off:
                  type: integer
                  format: int64
                  description: Earned and spent, and made up for by nobody.

        """
}
