import Foundation
import Synchronization

/// A named place where a debug build kills itself when `RESERVOIR_CRASH_AT` names it, so that
/// tests can see what a crash exactly there leaves behind.
///
/// A release build has none.
public enum CrashPoint {
    /// Dies here by SIGKILL when asked to: `name`, or `name#3` for the third time.
    public static func reach(_ name: @autoclosure () -> String) {
        #if DEBUG
        guard let wanted = target else { return }
        let here = name()
        guard wanted.name == here else { return }
        if wanted.isReached() { kill(getpid(), SIGKILL) }
        #endif
    }

    #if DEBUG
    private static let target: Target? = {
        guard let text = ProcessInfo.processInfo.environment["RESERVOIR_CRASH_AT"] else {
            return nil
        }
        let parts = text.split(separator: "#", maxSplits: 1)
        guard let name = parts.first else { return nil }
        return Target(
            name: String(name),
            count: parts.count == 2 ? Int(parts[1]) ?? 1 : 1
        )
    }()

    private final class Target: Sendable {
        let name: String
        private let remaining: Mutex<Int>

        init(name: String, count: Int) {
            self.name = name
            remaining = Mutex(count)
        }

        func isReached() -> Bool {
            remaining.withLock { left in
                left -= 1
                return left == 0
            }
        }
    }
    #endif
}
