/// What `--help` says beyond the options.
enum Manual {
    static let discussion = """
        Each command does one thing, says what it did in one line on standard output (--json for \
        machines), and changes everything or nothing.

        DATABASE
          --database, else DATABASE_URL, takes a libpq conninfo or URI; without either, libpq's \
        PG* variables, service file and passfile decide. The command refuses a database whose \
        schema is not this release's, or that has fsync or synchronous_commit off, unless the \
        database is marked as a simulation.

        SETTINGS
          RESERVOIR_SQL_DIR   the directory with migrations/, views/, roles.sql and grants.sql
          --config FILE       KEY=VALUE lines; the environment wins

        WHO AND WHY
          Commands that touch money ask for --by and --reason. --by takes a manager's id, who \
        then acts within their own country, or an administrator's name.

        EXIT STATUS
          0 done, 64 wrong usage or refused with the reason, 70 a bug, 75 the database is \
        unavailable and trying again helps, 78 configuration. check alone has those of a Nagios \
        plugin.

        EXAMPLES
          reservoir-admin migrate --dry-run
          reservoir-admin discount register --game ID --country KR --percent 20 \
        --from 2026-12-01T00:00:00+09:00 --until 2026-12-08T00:00:00+09:00 \
        --by 7d4f6c3e-… --reason "launch week"
          reservoir-admin explain 2026112300017
          reservoir-admin dead-letter list --channel payments
        """
}
