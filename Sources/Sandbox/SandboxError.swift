/// What can go wrong with the sandbox itself; what a gateway refuses is an answer, not an error.
public enum SandboxError: Error, Sendable, Equatable {
    /// The journal cannot be opened, read or written; nothing was changed by the call.
    case journalFailed(path: String, reason: String)

    /// Another sandbox writes this journal.
    case journalInUse(path: String)

    /// A line before the last one is not a journal's line: the file is damaged or not a journal.
    case journalDamaged(path: String, line: Int, reason: String)

    /// The time could not be read.
    case clockFailed(String)

    /// A port could not be opened.
    case cannotListen(String)
}

extension SandboxError: CustomStringConvertible {
    /// One sentence for the person who started the sandbox.
    public var description: String {
        switch self {
        case .journalFailed(let path, let reason): "the journal \(path) cannot be used: \(reason)"
        case .journalInUse(let path): "another sandbox writes the journal \(path)"
        case .journalDamaged(let path, let line, let reason):
            "the journal \(path) is damaged in line \(line): \(reason)"
        case .clockFailed(let reason): "the time cannot be read: \(reason)"
        case .cannotListen(let reason): "cannot listen: \(reason)"
        }
    }
}
