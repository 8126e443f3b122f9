/// Why a private cluster could not be started.
public enum PrivateClusterError: Error, Hashable, Sendable {
    /// PostgreSQL's server programs were found in none of these directories.
    case programsMissing(searched: [String])

    /// This process is root, and there is no user to run PostgreSQL as.
    case unprivilegedUserMissing

    /// The system refused something; the text says what.
    case system(String)

    /// A program failed; the text is its output.
    case programFailed(String, output: String)

    /// The server ended or did not become ready; the text is the end of its log.
    case notReady(log: String)
}

extension PrivateClusterError: CustomStringConvertible {
    /// What is wrong and what would help.
    public var description: String {
        switch self {
        case .programsMissing(let searched):
            "no initdb and postgres in \(searched.joined(separator: ", ")); install PostgreSQL's "
                + "server or set PG_BINDIR"
        case .unprivilegedUserMissing:
            "PostgreSQL does not run as root, and there is neither a user postgres nor nobody"
        case .system(let reason): reason
        case .programFailed(let program, let output): "\(program) failed: \(output)"
        case .notReady(let log): "PostgreSQL did not become ready: \(log)"
        }
    }
}
