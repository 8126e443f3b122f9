/// The API's description, OpenAPI 3.1, served at `/openapi.yaml`; a test holds it to the routes in
/// both directions.
enum OpenAPIDocument {
    static let text =
        head + servicePaths + memberPaths + giftPaths + endpointPaths + managerPaths + webhooks
        + components

    private static let head = """
        openapi: 3.1.0
        info:
          title: Reservoir
          version: 1.0.0
          summary: Reservations of games that are not out yet.
          description: |
            Synchronous functions answer 200 or 201 with the result. Mixed ones answer 202 with the
            Location of what is then carried out: follow it until its status is final.

            Every POST needs an Idempotency-Key. The same key with the same body is answered the
            same for days, with another body 422, while the first request is being carried out 409.
            A refusal writes nothing and leaves the key free.

            HEAD is answered as GET is, without the body. Any other method that an address does not
            take, OPTIONS among them, is answered 405 method_not_allowed with Allow.

            Errors are RFC 9457 problem documents; the end of their `type` is a stable code. Money
            is an amount in the currency's minor unit. What is no HTTP/1.1 request at all is answered
            400 malformed_request, and the connection ends. Lists come in pages: send `next` as `after`.
            Every answer has an X-Request-Id; a W3C traceparent goes on into whatever follows.
        tags:
          - name: service
          - name: member
          - name: manager
        paths:

        """
}

extension OpenAPIDocument {
    /// What any route may answer.
    static let anyProblem = """
        '400':
                  $ref: '#/components/responses/BadRequest'
                '431':
                  $ref: '#/components/responses/HeadersTooLarge'
                '500':
                  $ref: '#/components/responses/InternalError'
                '503':
                  $ref: '#/components/responses/Unavailable'
        """

    /// What any route may answer that asks who calls.
    static let callerProblem = """
        \(anyProblem)
                '401':
                  $ref: '#/components/responses/Unauthorized'
                '403':
                  $ref: '#/components/responses/Forbidden'
                '429':
                  $ref: '#/components/responses/TooManyRequests'
        """

    /// What any route may answer that takes a body.
    static let bodyProblem = """
        \(callerProblem)
                '408':
                  $ref: '#/components/responses/RequestTimeout'
                '413':
                  $ref: '#/components/responses/BodyTooLarge'
                '415':
                  $ref: '#/components/responses/UnsupportedMediaType'
                '422':
                  $ref: '#/components/responses/Unprocessable'
        """

    /// What any route may answer that creates something.
    static let creationProblem = """
        \(bodyProblem)
                '409':
                  $ref: '#/components/responses/Conflict'
        """

    static let notFound = """
        '404':
                  $ref: '#/components/responses/NotFound'
        """

    static let conflict = """
        '409':
                  $ref: '#/components/responses/Conflict'
        """

    /// A body that is answered with 200.
    static func ok(_ schema: String, then links: Link...) -> String {
        answer(200, "As asked for.", schema, then: links)
    }

    /// An answer with a JSON body.
    static func answer(
        _ status: Int,
        _ description: String,
        _ schema: String,
        then links: Link...
    ) -> String {
        answer(status, description, schema, then: links)
    }

    /// An answer with a JSON body and where to follow what was created.
    static func located(
        _ status: Int,
        _ description: String,
        _ schema: String,
        then links: Link...
    ) -> String {
        let location = """
            headers:
                        Location:
                          required: true
                          schema:
                            type: string
            """
        return answer(status, description, schema, headers: location + "\n          ", then: links)
    }

    /// What can be asked next of something that an answer names.
    struct Link {
        /// The id of the operation.
        let operation: String

        /// The parameter of its path.
        let parameter: String

        /// Where the answer has it (RFC 6901).
        let pointer: String

        /// Asks `operation` about what stands under the parameter's own name.
        static func ask(_ operation: String, _ parameter: String) -> Link {
            Link(operation: operation, parameter: parameter, pointer: "/" + parameter)
        }

        /// Asks `operation` about the first item of a page.
        static func first(_ operation: String, _ parameter: String) -> Link {
            Link(operation: operation, parameter: parameter, pointer: "/items/0/" + parameter)
        }

        fileprivate var text: String {
            """
            \(operation):
                          operationId: \(operation)
                          parameters:
                            \(parameter): $response.body#\(pointer)
            """
        }
    }

    private static func answer(
        _ status: Int,
        _ description: String,
        _ schema: String,
        headers: String = "",
        then links: [Link]
    ) -> String {
        let names = links.map { "\n            " + $0.text }.joined()
        return """
            '\(status)':
                      description: \(description)
                      \(headers)content:
                        application/json:
                          schema:
                            $ref: '#/components/schemas/\(schema)'
            """ + (links.isEmpty ? "" : "\n          links:" + names)
    }

    /// A JSON body that is required.
    static func body(_ schema: String) -> String {
        """
        requestBody:
                required: true
                content:
                  application/json:
                    schema:
                      $ref: '#/components/schemas/\(schema)'
        """
    }

    /// The members of a page.
    static let pageParameters = """
        - $ref: '#/components/parameters/limit'
                - $ref: '#/components/parameters/after'
        """
}
