import Dispatch
import Foundation

/// Turns the first SIGTERM or SIGINT into a call; the second one ends the program as usual, which
/// loses nothing.
///
/// `@unchecked`: the sources are set once in `init` and never touched again; they are kept only so
/// that they live.
public final class Signals: @unchecked Sendable {
    private let sources: [any DispatchSourceSignal]

    /// Calls `body` on a thread of its own when the program is asked to stop.
    ///
    /// Keep the object for as long as that is wanted.
    public init(_ body: @escaping @Sendable () -> Void) {
        let queue = DispatchQueue(label: "signals")
        // Dispatch registers a source later, on a thread of its own; until it has, the signal
        // would end the program although the caller thinks otherwise.
        let registered = DispatchGroup()
        sources = [SIGTERM, SIGINT].map { number in
            registered.enter()
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setRegistrationHandler { registered.leave() }
            source.setEventHandler {
                for number in [SIGTERM, SIGINT] { signal(number, SIG_DFL) }
                body()
            }
            source.resume()
            return source
        }
        registered.wait()
    }

    deinit {
        for source in sources { source.cancel() }
    }
}
