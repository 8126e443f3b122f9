import Foundation
import Glibc
import Synchronization

/// A program that runs in a process group of its own, with a text as its standard input.
///
/// Foundation's `Process` takes the end of the last descendant for the end of the program, and
/// cannot end descendants.
final class ChildProcess: Sendable {
    /// How it ended.
    enum Ending: Hashable, Sendable {
        /// By itself, with a status.
        case exited(Int32)

        /// By a signal that was not ours.
        case killed(Int32)

        /// By us.
        case timedOut
    }

    /// Why it did not start.
    enum Fault: Error, CustomStringConvertible {
        case notStarted(Int32)

        var description: String {
            switch self {
            case .notStarted(let code):
                "it could not be started: \(String(cString: strerror(code)))"
            }
        }
    }

    private struct State {
        /// Its id may be somebody else's from here on.
        var isReaped = false
        var isStopped = false
    }

    private let id: pid_t
    private let state = Mutex(State())

    /// Starts the program; what it prints goes to our standard error.
    init(_ words: [String], environment: [String: String], input: String) throws {
        let text = try Self.file(holding: input)
        defer { fclose(text) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, fileno(text), STDIN_FILENO)
        posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO, STDOUT_FILENO)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // The threads that run tasks block nearly all signals, and a child inherits that.
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(
            &attributes,
            Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETPGROUP)
        )
        var arguments = words.map { strdup($0) } + [nil]
        var variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for pointer in arguments + variables { free(pointer) } }
        var id = pid_t()
        let code = posix_spawn(&id, words[0], &actions, &attributes, &arguments, &variables)
        guard code == 0 else { throw Fault.notStarted(code) }
        self.id = id
    }

    /// Waits for its end; to be called once.
    func wait() -> Ending {
        // Its id stays its own until it is reaped, which happens under the lock.
        var information = siginfo_t()
        while waitid(P_PID, id_t(id), &information, WEXITED | WNOWAIT) != 0, errno == EINTR {}
        return state.withLock { state in
            var status: Int32 = 0
            while waitpid(id, &status, 0) < 0, errno == EINTR {}
            state.isReaped = true
            if state.isStopped { return .timedOut }
            let signal = status & 0x7f
            return signal == 0 ? .exited((status >> 8) & 0xff) : .killed(signal)
        }
    }

    /// Kills it and its descendants, unless it has ended.
    func stop() {
        state.withLock { state in
            guard !state.isReaped else { return }
            state.isStopped = true
            kill(-id, SIGKILL)
        }
    }

    /// An open file without a name, at its beginning: unlike a pipe it never waits for a reader.
    private static func file(holding text: String) throws -> UnsafeMutablePointer<FILE> {
        guard let file = tmpfile() else { throw Fault.notStarted(errno) }
        var text = text
        let isWritten = text.withUTF8 { bytes in
            fwrite(bytes.baseAddress, 1, bytes.count, file) == bytes.count
        }
        guard isWritten, fflush(file) == 0, lseek(fileno(file), 0, SEEK_SET) == 0 else {
            let code = errno
            fclose(file)
            throw Fault.notStarted(code)
        }
        return file
    }
}
