import Foundation

/// Runs the batches every few seconds, each as a process of its own, as timers do.
struct PeriodicBatches: Sendable {
    let programs: ProgramRunner

    static let interval = Duration.seconds(3)

    /// Runs them until the task is cancelled; what is running then is waited for.
    func run() async {
        let quiet = ["--log-level", "warning"]
        while !Task.isCancelled {
            await once("reservoir-drain", quiet + ["all"])
            await once("reservoir-sweep", quiet + Story.sweeps)
            do { try await Task.sleep(for: Self.interval) } catch { return }
        }
    }

    /// A batch that fails is said, and goes on with the next turn.
    private func once(_ name: String, _ arguments: [String]) async {
        guard !Task.isCancelled else { return }
        do {
            let result = try await programs.run(name, arguments)
            guard result.status != 0 else { return }
            say("\(name) ended with status \(result.status)")
        } catch {
            say("\(name) could not be run: \(error)")
        }
    }

    private func say(_ text: String) {
        // Ctrl-C reaches the batches, too; what they say of it is of no interest.
        guard !Task.isCancelled else { return }
        FileHandle.standardError.write(Data("\(text); the next one is due in a moment\n".utf8))
    }
}
