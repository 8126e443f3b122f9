/// What `--help` says beyond the options.
enum Manual {
    static let discussion = """
        Answers members and managers over HTTP. The whole interface is described at \
        GET /openapi.yaml; GET /healthz says that the program lives, GET /readyz that its database \
        answers and has the right schema, GET /metrics what Prometheus wants to know. These four \
        need no token; do not let the proxy pass /metrics on. It speaks HTTP/1.1 without TLS and \
        belongs behind a proxy that has it.

        TOKENS
          Authorization: Bearer JWT, signed by HS256, ES256 or EdDSA with a key of the JWKS file. \
        "sub" is the member's or manager's id, "exp" is required; "role" is member (also when it is \
        missing) or manager, and a manager's "country" is the office they act in, which must be the one that the database has. The file is read \
        again when it changes: rename a new one over it.

        SETTINGS
          RESERVOIR_API_JWKS          the JWKS file; required
          RESERVOIR_SEAL_KEYS         id:base64,...; required
          RESERVOIR_API_ISSUER        whose tokens are taken ("iss"); unset: anybody's
          RESERVOIR_API_AUDIENCE      for whom they must be ("aud"); unset: for all
          RESERVOIR_API_CONNECTIONS   connections to the database, 16
          RESERVOIR_API_REQUESTS      requests worked on at a time, 256
          RESERVOIR_API_RATE          requests of one caller a second, 10
          RESERVOIR_API_BURST         requests of one caller at once, 40
          RESERVOIR_API_WEBHOOK_RATE  events of one gateway a second, 50
          RESERVOIR_STRIPE_WEBHOOK_KEYS
                                      account=whsec_...,...: Stripe's signatures
          RESERVOIR_WEBHOOK_PRIVATE   allow, in development only: webhooks by http
                                      and to private networks
          RESERVOIR_PAGES             on serves the pages, below; off
          RESERVOIR_PAGES_URL         what browsers reach them by, such as
                                      https://store.example; unset: as asked for
          RESERVOIR_PAGES_AUTHENTICATION_URL
                                      the sandbox's /authenticate
          RESERVOIR_PAGES_PEOPLE      in development only: a JSON file of whom to
                                      be, [{"name": ..., "token": ...}, ...]
          RESERVOIR_OPERATOR_DATABASE_URL
                                      for the operators' pages, else there are
                                      none; role reservoir_admin
          RESERVOIR_API_DATABASE_URL  else DATABASE_URL, else PG*; role reservoir_api

        PAGES
          /store is a working shop for members, /manager for managers, /operator a screen for \
        whoever watches over the batches, all by browser, without scripts, in Korean and English. \
        Who signs in at /sign-in shows the same tokens; an operator's has "role": "operator" and a \
        "name", which is kept with what they do.

        Beyond a limit callers are answered 429 or 503 with Retry-After, and nobody waits without \
        end. What is created under an Idempotency-Key is answered the same again for as many days \
        as preorder.api_policy says.

        EXIT STATUS
          0   after SIGTERM or SIGINT; what was in flight was answered
          64  usage
          70  a bug
          75  the database or the port is unavailable
          78  configuration
        """
}
