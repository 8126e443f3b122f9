extension OpenAPIDocument {
    /// Webhook endpoints and what became of each webhook.
    static let webhookEndpointSchemas = """
            WebhookEndpointDraft:
              type: object
              additionalProperties: false
              required: [url]
              properties:
                url:
                  type: string
                  minLength: 1
                  maxLength: 1900
                  pattern: ^https://
            WebhookEndpointID:
              type: object
              required: [endpoint_id]
              properties:
                endpoint_id:
                  type: string
                  format: uuid
            WebhookEndpoint:
              type: object
              required: [endpoint_id, url, created_at, disabled_at, disabled_reason]
              properties:
                endpoint_id:
                  type: string
                  format: uuid
                url:
                  type: string
                created_at:
                  type: string
                  format: date-time
                disabled_at:
                  type: [string, "null"]
                  format: date-time
                disabled_reason:
                  type: [string, "null"]
            WebhookEndpointPage:
              type: object
              required: [items, next]
              properties:
                items:
                  type: array
                  items:
                    $ref: '#/components/schemas/WebhookEndpoint'
                next:
                  type: [string, "null"]
            WebhookDelivery:
              type: object
              required:
                [message_id, webhook_id, type, created_at, state, attempts, last_outcome,
                 last_status, last_tried_at, next_try_at, delivered_at, redelivered_at]
              properties:
                message_id:
                  type: integer
                  format: int64
                webhook_id:
                  type: string
                type:
                  type: [string, "null"]
                created_at:
                  type: string
                  format: date-time
                state:
                  enum: [pending, delivered, dead]
                  description: Dead is not told any more, unless somebody asks for it.
                attempts:
                  type: integer
                  description: Tries of which it is known how they ended.
                last_outcome:
                  enum: [answered, refused_address, unreachable, no_answer, null]
                last_status:
                  type: [integer, "null"]
                last_tried_at:
                  type: [string, "null"]
                  format: date-time
                next_try_at:
                  type: [string, "null"]
                  format: date-time
                delivered_at:
                  type: [string, "null"]
                  format: date-time
                redelivered_at:
                  type: [string, "null"]
                  format: date-time
            WebhookDeliveryPage:
              type: object
              required: [items, next]
              properties:
                items:
                  type: array
                  items:
                    $ref: '#/components/schemas/WebhookDelivery'
                next:
                  type: [string, "null"]
            WebhookDeliveryID:
              type: object
              required: [message_id]
              properties:
                message_id:
                  type: integer
                  format: int64
            WebhookSecret:
              type: object
              required: [secret]
              properties:
                secret:
                  type: string
                  pattern: ^whsec_

        """
}
