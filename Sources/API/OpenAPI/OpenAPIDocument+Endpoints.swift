extension OpenAPIDocument {
    /// Webhook endpoints and their deliveries.
    static let endpointPaths = """
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
