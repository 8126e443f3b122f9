import Dispatch
import Synchronization

/// Runs an actor's jobs on one dedicated thread, so that a blocking `poll` holds up nobody else.
///
/// The thread ends when the executor is released.
final class ThreadExecutor: SerialExecutor {
    private let queue = Queue()

    /// An executor with its thread, or nil when the system has no thread left.
    init?() {
        let queue = queue
        guard DetachedThread.start({ queue.drain() }) else { return nil }
    }

    deinit {
        queue.append(.stop)
    }

    func enqueue(_ job: consuming ExecutorJob) {
        // The entry keeps the executor alive until its job has run.
        queue.append(.job(UnownedJob(job), self))
    }

    private enum Entry: Sendable {
        case job(UnownedJob, ThreadExecutor)
        case stop
    }

    private final class Queue: Sendable {
        private let entries = Mutex<[Entry]>([])
        private let arrived = DispatchSemaphore(value: 0)

        func append(_ entry: Entry) {
            entries.withLock { $0.append(entry) }
            arrived.signal()
        }

        func drain() {
            while run() {}
        }

        /// Runs the next entry; false once told to stop.
        private func run() -> Bool {
            arrived.wait()
            switch entries.withLock({ $0.removeFirst() }) {
            case .job(let job, let executor):
                job.runSynchronously(on: executor.asUnownedSerialExecutor())
                return true
            case .stop:
                return false
            }
        }
    }
}
