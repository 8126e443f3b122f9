import CPostgres
import Glibc

/// An eventfd: lets another thread end a `poll`.
final class Wakeup: Sendable {
    /// The descriptor to poll for reading; negative when the system has none left.
    let descriptor = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))

    deinit {
        if descriptor >= 0 { Glibc.close(descriptor) }
    }

    /// Makes the descriptor readable until `reset`.
    func signal() {
        eventfd_write(descriptor, 1)
    }

    /// Makes the descriptor unreadable; true if it was readable.
    @discardableResult
    func reset() -> Bool {
        var count: eventfd_t = 0
        return eventfd_read(descriptor, &count) == 0
    }
}
