/// What `--help` says beyond the options.
enum Manual {
    static let discussion = """
        Speaks the wire formats of Stripe (/v1/payment_intents, /v1/refunds) and Toss Payments \
        (/v1/payments) on one port, and takes mail on another; a third serves the same as the \
        first and stays open when that refuses connections. All listen on 127.0.0.1 only. When \
        they are open, one JSON line on standard output says where: \
        {"url": "http://127.0.0.1:PORT", "smtp_port": PORT, "control_url": \
        "http://127.0.0.1:PORT", "pid": PID}.

        ACCOUNTS
          A secret key names its account: sk_test_ACCOUNT for Stripe, test_sk_ACCOUNT for Toss. \
        What follows a dot is a rotation: sk_test_ACCOUNT.v2 is the same account.

        BUYERS
          GET /authenticate is the page on which a buyer approves or declines \
        (gateway, account, orderId, amount, currency, method, returnUrl; or payment_intent). \
        POST /_authenticate does the same for a program and answers {"paymentKey"} or \
        {"paymentMethod"}; "decline": true or a code has the confirm refused. For Stripe the usual \
        test payment methods work: pm_card_visa, pm_card_chargeDeclined, \
        pm_card_authenticationRequired, pm_card_pendingRefund, pm_card_refundFail, and \
        pm_card_processing.

        FAULTS
          A rate is a share from 0 to 1. Whether a fault meets a call depends on the seed and on \
        the call's account, operation, object, idempotency key and repetition, never on the order \
        in which calls arrive. Faults of the wire meet POSTs, with --fault-queries also GETs. \
        POST /_faults changes them while running: {"decline_rate": 0.1, "delay_ms": 50, \
        "operations": ["toss.payments.confirm"], "accounts": ["toss-kr"], \
        "next": [{"fault": "timeout_after", "operation": "toss.payments.cancel"}], "reset": true}.

        OUTAGES
          A service can be down for a while of sandbox time; what is sent to it meanwhile \
        certainly has no effect. --down-from, --down-for and their like give one outage, POST \
        /_faults a list: {"down": [{"service": "gateway", "kind": "refuse", \
        "from": "2027-01-01T00:00:00Z", "seconds": 600, "accounts": ["stripe-us"]}]}. Without \
        "from" it begins now, without "seconds" it lasts until the list is replaced; only a whole \
        service can refuse. With --down-rate each account (with kind refuse the whole gateway) and \
        the mail server are down in that share of slots of --down-seconds, as the seed says.

        WEBHOOKS
          With --webhook-url, Stripe's events (payment_intent.*, charge.refunded, refund.*, signed \
        with --webhook-secret) and Toss's PAYMENT_STATUS_CHANGED (not signed) are delivered in \
        their order, each tried up to five times within seconds; GET /_webhooks shows them.

        STATEMENTS
          GET /v1/payouts and /v1/balance_transactions (Stripe), /v1/transactions and \
        /v1/settlements (Toss) tell what moved, with fees and daily payouts; GET \
        /_statement/payout_reconciliation.csv?account=A&from=DAY&to=DAY is Stripe's report \
        payout_reconciliation.itemized.5. Stripe pays a day (UTC) out two days later, three-digit \
        currencies in dollars; Toss settles a Korean day when it is over and pays out on the third \
        day after. Which lines are wrong follows from the seed and the rate of the moment.

        TRUTH
          Everything that happens is written to the file of --truth before its answer leaves; a \
        sandbox that was killed and started again on the same file has forgotten nothing. \
        GET /_truth shows charges, refunds, mails, what was refused for good (refusals) and wrong \
        lines of statements (settlement_faults); GET /_calls how often each operation and each \
        idempotency key was used, and how many calls found an account's gateway down.

        TIME
          Key windows (24 hours, 15 days), the 10 minutes of an authentication and the dates in \
        answers follow the sandbox's clock. POST /_clock {"at": "2027-01-01T00:00:00Z"} stops it \
        there; {"at": null} lets it run again. With --clock-database it follows that database's \
        outbox.now() instead, at most 50 ms behind.

        EXIT STATUS
          0 after SIGTERM or SIGINT, 64 wrong usage, 75 a port, the truth \
        file or the database cannot be used.
        """
}
