public import Foundation
import Glibc

extension Process {
    /// Starts the program, as `run` does, but with no signal blocked.
    ///
    /// A child inherits the signal mask of the thread that starts it, and the threads that run
    /// Swift's tasks block nearly all: the child would not hear SIGTERM, and a shell's `wait`,
    /// without SIGCHLD, would never return.
    ///
    /// - Throws: what `run` throws.
    public func runWithSignalsUnblocked() throws {
        var none = sigset_t()
        var previous = sigset_t()
        sigemptyset(&none)
        pthread_sigmask(SIG_SETMASK, &none, &previous)
        defer { pthread_sigmask(SIG_SETMASK, &previous, nil) }
        try run()
    }
}
