/// What a program has paused because it met a configuration error; a person's pause is no news.
enum AutomaticPauseProbe: AlertProbe {
    static let kind = "pause"

    static let singular = "pause by a configuration error"

    static let plural = "pauses by configuration errors"

    static let meaning = """
        The other side refuses our account or credential, so nothing new is sent there. No try is \
        spent and nothing is lost, but nothing goes on before a person resumes it.
        """

    static let advice = """
        correct the credential in the settings, then reservoir-admin resume
        """

    static let causes = """
        SELECT scope || ' ' || name AS subject, paused_at::text AS occurrence,
               'paused by ' || paused_by AS detail, paused_at AS since,
               NULL::bigint AS amount_minor, NULL::text AS currency
        FROM report.pause
        WHERE is_automatic
        """
}
