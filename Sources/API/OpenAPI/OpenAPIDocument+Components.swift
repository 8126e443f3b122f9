extension OpenAPIDocument {
    /// What paths refer to.
    static let components = """
        components:
          securitySchemes:
            member:
              type: http
              scheme: bearer
              bearerFormat: JWT
              description: "sub is the member's id; role is member or missing."
            manager:
              type: http
              scheme: bearer
              bearerFormat: JWT
              description: "sub is the manager's id; role is manager, country their office's."
          parameters:
            limit:
              name: limit
              in: query
              schema:
                type: integer
                minimum: 1
                maximum: 100
                default: 100
            after:
              name: after
              in: query
              description: The next of the page before.
              schema:
                type: string
                pattern: ^[A-Za-z0-9_-]+$
                maxLength: 200
            ifNoneMatch:
              name: If-None-Match
              in: header
              schema:
                type: string
            acceptLanguage:
              name: Accept-Language
              in: header
              description: What texts are in; else the member's language.
              schema:
                type: string
            idempotencyKey:
              name: Idempotency-Key
              in: header
              required: true
              description: New for everything new, the same for trying again.
              schema:
                type: string
                pattern: ^[!-~]{1,255}$
            gameID:
              name: game_id
              in: path
              required: true
              schema:
                type: string
                format: uuid
            reservationID:
              name: reservation_id
              in: path
              required: true
              schema:
                type: string
                format: uuid
            paymentID:
              name: payment_id
              in: path
              required: true
              schema:
                type: string
                format: uuid
            giftID:
              name: gift_id
              in: path
              required: true
              schema:
                type: string
                format: uuid
            endpointID:
              name: endpoint_id
              in: path
              required: true
              schema:
                type: string
                format: uuid
            refundID:
              name: refund_id
              in: path
              required: true
              schema:
                type: string
                format: uuid
            messageID:
              name: message_id
              in: path
              required: true
              schema:
                type: integer
                format: int64
            webhookID:
              name: webhook-id
              in: header
              required: true
              description: The same on every try, and when it is told again by hand.
              schema:
                type: string
                pattern: ^evt_[0-9a-f-]{36}$
            webhookTimestamp:
              name: webhook-timestamp
              in: header
              required: true
              description: When this try was made, in seconds since 1970.
              schema:
                type: integer
                format: int64
            webhookSignature:
              name: webhook-signature
              in: header
              required: true
              description: |
                v1, and the base64 of the HMAC-SHA256 of id, timestamp and body, dots between; two
                of them, parted by a space, for a day after the secret was changed.
              schema:
                type: string
            webhookTrace:
              name: traceparent
              in: header
              description: The trace of the request that it follows from; its parent is this try.
              schema:
                type: string
          responses:
            BadRequest:
              description: malformed_request, malformed_parameter or idempotency_key_missing.
              content:
                application/problem+json:
                  schema:
                    $ref: '#/components/schemas/Problem'
            Unauthorized:
              description: "unauthorized: no token, or none that holds now."
              headers:
                WWW-Authenticate:
                  required: true
                  schema:
                    type: string
              content:
                application/problem+json:
                  schema:
                    $ref: '#/components/schemas/Problem'
            Forbidden:
              description: forbidden, unknown_member, unknown_manager or other_country.
              content:
                application/problem+json:
                  schema:
                    $ref: '#/components/schemas/Problem'
            NotFound:
              description: There is no such thing, or it is not the caller's.
              content:
                application/problem+json:
                  schema:
                    $ref: '#/components/schemas/Problem'
            RequestTimeout:
              description: "request_timeout: the body took too long to arrive."
              content:
                application/problem+json:
                  schema:
                    $ref: '#/components/schemas/Problem'
            Conflict:
              description: request_in_flight, or what stands against it as things are.
              content:
                application/problem+json:
                  schema:
                    $ref: '#/components/schemas/Problem'
            BodyTooLarge:
              description: body_too_large.
              content:
                application/problem+json:
                  schema:
                    $ref: '#/components/schemas/Problem'
            UnsupportedMediaType:
              description: unsupported_media_type.
              content:
                application/problem+json:
                  schema:
                    $ref: '#/components/schemas/Problem'
            Unprocessable:
              description: idempotency_key_reused, or what cannot be done as it was asked.
              content:
                application/problem+json:
                  schema:
                    $ref: '#/components/schemas/Problem'
            TooManyRequests:
              description: too_many_requests.
              headers:
                Retry-After:
                  required: true
                  schema:
                    type: integer
              content:
                application/problem+json:
                  schema:
                    $ref: '#/components/schemas/Problem'
            HeadersTooLarge:
              description: headers_too_large.
              content:
                application/problem+json:
                  schema:
                    $ref: '#/components/schemas/Problem'
            InternalError:
              description: "internal_error: an id, and never a detail."
              content:
                application/problem+json:
                  schema:
                    $ref: '#/components/schemas/Problem'
            Unavailable:
              description: overloaded or unavailable.
              headers:
                Retry-After:
                  required: true
                  schema:
                    type: integer
              content:
                application/problem+json:
                  schema:
                    $ref: '#/components/schemas/Problem'
          schemas:
        \(problemSchemas)\(catalogueSchemas)\(reservationSchemas)\(refundSchemas)\
        \(giftSchemas)\(pointSchemas)\(webhookEndpointSchemas)\(managerSchemas)\(reportSchemas)\
        \(webhookSchemas)
        """
}
