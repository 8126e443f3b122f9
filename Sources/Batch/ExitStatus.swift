/// What a program's exit says to cron, systemd and monitoring.
///
/// Source: sysexits(3).
public enum ExitStatus: Int32, Sendable {
    /// Done, also when there was nothing to do.
    case done = 0

    /// Wrong usage: the command line.
    case usage = 64

    /// Breaks were found: the books and the gateways disagree.
    case breaksFound = 65

    /// A bug in this program.
    case bug = 70

    /// Something outside is unavailable; the next tick tries again.
    case unavailable = 75

    /// Configuration: nothing works before a person changes it.
    case configuration = 78
}
