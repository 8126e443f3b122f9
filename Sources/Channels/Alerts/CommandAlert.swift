import Dispatch
public import Foundation
public import Preorder

/// Tells by running a program, without a shell: the digest is its standard input, exit status 0 its
/// receipt.
///
/// The program does not inherit our settings and database; it is given the digest's first line as
/// RESERVOIR_ALERT_SUBJECT. What it prints goes to our standard error.
public struct CommandAlert: AlertWay {
    /// `command`.
    public let name = "command"

    /// How long it may run before it is killed with all its children.
    public let timeMax: Duration

    private let words: [String]
    private let environment: [String: String]

    /// Runs the program whose path is the first of `words`, the others being its arguments.
    public init(
        _ words: [String],
        timeout: Duration,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) {
        self.words = words
        self.environment = environment.filter { name, _ in
            !name.hasPrefix("RESERVOIR_") && !name.hasPrefix("PG") && name != "DATABASE_URL"
        }
        timeMax = timeout
    }

    /// Runs it once.
    public func tell(_ digest: AlertDigest, runID: UUID) async -> AlertReceipt {
        let environment = environment.merging(["RESERVOIR_ALERT_SUBJECT": digest.subject]) { $1 }
        do {
            let child = try ChildProcess(words, environment: environment, input: digest.text)
            switch await end(of: child) {
            case .exited(0): return .taken
            case .exited(let status): return .failed(reason: "it ended with status \(status)")
            case .killed(let signal): return .failed(reason: "it was ended by signal \(signal)")
            case .timedOut: return .failed(reason: "it took longer than \(timeMax)")
            }
        } catch {
            return .failed(reason: "\(error)")
        }
    }

    private func end(of child: ChildProcess) async -> ChildProcess.Ending {
        // Waiting for a child blocks a thread, which must not be one of those that run tasks.
        await withCheckedContinuation { continuation in
            // Once the child has ended this does nothing.
            DispatchQueue.global().asyncAfter(deadline: .now() + timeMax / .seconds(1)) {
                child.stop()
            }
            DispatchQueue.global().async { continuation.resume(returning: child.wait()) }
        }
    }
}
