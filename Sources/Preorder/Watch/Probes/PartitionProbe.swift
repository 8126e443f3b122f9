/// Tables of the outbox that can be written to for fewer than seven more days.
///
/// Every batch creates fourteen days ahead, so fewer than seven means that creating them fails.
enum PartitionProbe: AlertProbe {
    static let kind = "partition"

    static let singular = "table short of partitions"

    static let plural = "tables short of partitions"

    static let meaning = """
        When the days ahead are used up nothing can be reserved. Every batch creates them; that \
        they are missing means that it fails.
        """

    static let advice = "reservoir-admin migrate creates them, or says why it cannot"

    static let causes = """
        SELECT 'outbox.' || table_name AS subject, '' AS occurrence,
               CASE days_ahead WHEN -1 THEN 'not even for today'
                               WHEN 1 THEN 'for one day ahead'
                               ELSE format('for %s days ahead', days_ahead) END AS detail,
               NULL::timestamptz AS since, NULL::bigint AS amount_minor, NULL::text AS currency
        FROM report.partition_ahead
        WHERE days_ahead < 7
        """
}
