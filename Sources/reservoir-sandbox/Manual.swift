/// What `--help` says beyond the options.
enum Manual {
    static let discussion = """
        Speaks the wire formats of Stripe (/v1/payment_intents, /v1/refunds) and Toss Payments \
        (/v1/payments) on one port, and takes mail on another. Both listen on 127.0.0.1 only. When \
        both are open, one JSON line on standard output says where: \
        {"url": "http://127.0.0.1:PORT", "smtp_port": PORT, "pid": PID}.

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

        TRUTH
          Everything that happens is written to the file of --truth before its answer leaves; a \
        sandbox that was killed and started again on the same file has forgotten nothing. \
        GET /_truth shows charges, refunds and mails; GET /_calls how often each operation and \
        each idempotency key was used.

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
