import Postgres
import Synchronization

/// The notices that a connection was sent.
final class Heard: Sendable {
    private let list = Mutex<[String]>([])

    var messages: [String] { list.withLock { $0 } }

    func add(_ notice: ServerError) { list.withLock { $0.append(notice.message) } }
}
