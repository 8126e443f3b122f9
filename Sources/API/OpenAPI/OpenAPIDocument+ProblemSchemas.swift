extension OpenAPIDocument {
    /// Problem documents.
    static let problemSchemas = """
            Problem:
              type: object
              description: RFC 9457; some types have members of their own.
              required: [type, title, status, detail, request_id]
              properties:
                type:
                  type: string
                  enum:
                    - urn:reservoir:problem:malformed_request
                    - urn:reservoir:problem:malformed_parameter
                    - urn:reservoir:problem:idempotency_key_missing
                    - urn:reservoir:problem:unauthorized
                    - urn:reservoir:problem:forbidden
                    - urn:reservoir:problem:unknown_member
                    - urn:reservoir:problem:not_found
                    - urn:reservoir:problem:method_not_allowed
                    - urn:reservoir:problem:body_too_large
                    - urn:reservoir:problem:unsupported_media_type
                    - urn:reservoir:problem:headers_too_large
                    - urn:reservoir:problem:request_timeout
                    - urn:reservoir:problem:request_in_flight
                    - urn:reservoir:problem:idempotency_key_reused
                    - urn:reservoir:problem:unknown_game
                    - urn:reservoir:problem:unknown_reservation
                    - urn:reservoir:problem:unknown_payment
                    - urn:reservoir:problem:unknown_refund
                    - urn:reservoir:problem:unknown_discount
                    - urn:reservoir:problem:unknown_method
                    - urn:reservoir:problem:game_cancelled
                    - urn:reservoir:problem:not_on_sale
                    - urn:reservoir:problem:already_reserved
                    - urn:reservoir:problem:price_changed
                    - urn:reservoir:problem:method_not_supported
                    - urn:reservoir:problem:method_required
                    - urn:reservoir:problem:nothing_to_charge
                    - urn:reservoir:problem:points_out_of_range
                    - urn:reservoir:problem:not_enough_points
                    - urn:reservoir:problem:points_leave_remainder
                    - urn:reservoir:problem:malformed_token
                    - urn:reservoir:problem:already_submitted
                    - urn:reservoir:problem:too_late
                    - urn:reservoir:problem:already_paid
                    - urn:reservoir:problem:not_paid
                    - urn:reservoir:problem:nothing_to_refund
                    - urn:reservoir:problem:is_gift
                    - urn:reservoir:problem:gift_to_oneself
                    - urn:reservoir:problem:unknown_recipient
                    - urn:reservoir:problem:not_sold_to_recipient
                    - urn:reservoir:problem:recipient_has_game
                    - urn:reservoir:problem:already_given
                    - urn:reservoir:problem:malformed_gift_message
                    - urn:reservoir:problem:gift_accepted
                    - urn:reservoir:problem:unknown_gift
                    - urn:reservoir:problem:gift_closed
                    - urn:reservoir:problem:already_owned
                    - urn:reservoir:problem:unknown_endpoint
                    - urn:reservoir:problem:address_refused
                    - urn:reservoir:problem:too_many_endpoints
                    - urn:reservoir:problem:unknown_delivery
                    - urn:reservoir:problem:delivery_pending
                    - urn:reservoir:problem:endpoint_disabled
                    - urn:reservoir:problem:unknown_manager
                    - urn:reservoir:problem:other_country
                    - urn:reservoir:problem:reason_unreadable
                    - urn:reservoir:problem:discount_refused
                    - urn:reservoir:problem:discount_overlaps
                    - urn:reservoir:problem:discount_over
                    - urn:reservoir:problem:game_refused
                    - urn:reservoir:problem:method_refused
                    - urn:reservoir:problem:too_many_requests
                    - urn:reservoir:problem:internal_error
                    - urn:reservoir:problem:overloaded
                    - urn:reservoir:problem:unavailable
                title:
                  type: string
                status:
                  type: integer
                detail:
                  type: string
                request_id:
                  type: string
                  description: What the log of the server has it under.
                errors:
                  type: array
                  description: What is wrong with a malformed request, and where.
                  items:
                    type: object
                    required: [detail]
                    properties:
                      pointer:
                        type: string
                      parameter:
                        type: string
                      detail:
                        type: string
                price:
                  $ref: '#/components/schemas/Money'
                points_max:
                  type: integer
                  format: int64
                points_available:
                  type: integer
                  format: int64
                points_below:
                  type: [integer, "null"]
                  format: int64
                points_above:
                  type: [integer, "null"]
                  format: int64
                since:
                  type: string
                  format: date-time
                reason:
                  type: string

        """
}
