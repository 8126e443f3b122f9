public import Postgres

/// Why a program ends without having done its work; each case has its exit status.
public enum ProgramError: Error, Hashable, Sendable {
    /// The command line asks for something that cannot be; exit 64.
    case usage(String)

    /// The books disagree with the gateways; exit 65.
    case breaksFound(String)

    /// A bug; exit 70.
    case bug(String)

    /// Something outside is unavailable, the next tick tries again; exit 75.
    case unavailable(String)

    /// Everything that is wrong with the configuration, at least one; exit 78.
    case configuration([String])

    /// The exit status of the case.
    public var exitStatus: ExitStatus {
        switch self {
        case .usage: .usage
        case .breaksFound: .breaksFound
        case .bug: .bug
        case .unavailable: .unavailable
        case .configuration: .configuration
        }
    }

    /// One line for each thing to say.
    public var lines: [String] {
        switch self {
        case .usage(let text), .breaksFound(let text), .bug(let text), .unavailable(let text):
            [text]
        case .configuration(let problems): problems
        }
    }

    /// What an error means for the program that could not handle it.
    ///
    /// An error of which nothing is known is a bug: a program names what it expects.
    public init(_ error: any Error) {
        switch error {
        case let error as ProgramError: self = error
        case let error as PostgresError: self.init(error)
        default: self = .bug("\(error)")
        }
    }

    /// What a database's error means for a program: away, not permitted, or a bug.
    public init(_ error: PostgresError) {
        switch error {
        case .connectFailed, .connectionLost, .deadlineExceeded, .cancelled, .commitUnknown,
            .closed, .poolSaturated:
            self = .unavailable("\(error)")
        case .server(let refusal):
            self.init(refusal)
        case .rolledBack, .decoding, .unexpectedResult, .invalidBinding:
            self = .bug("\(error)")
        }
    }

    private init(_ refusal: ServerError) {
        switch refusal.sqlState {
        case .insufficientPrivilege, .readOnlyTransaction:
            self = .configuration(["\(refusal)"])
        case .queryCanceled:
            self = .unavailable("\(refusal)")
        case let state where state.isTransient:
            self = .unavailable("\(refusal)")
        default:
            self = .bug("\(refusal)")
        }
    }
}

extension ProgramError: CustomStringConvertible {
    /// All lines.
    public var description: String { lines.joined(separator: "\n") }
}
