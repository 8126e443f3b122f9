public import Foundation

/// What a run says at its end on standard output: one line for people, or one JSON object.
public struct RunReport: Sendable {
    /// The program.
    public let program: String

    /// The channel it drained or the task it did.
    public let task: String

    /// The run, where it is a row of `outbox.batch_run`.
    public let runID: UUID?

    /// `done`, `stopped`, `unavailable` or `failed`.
    public let result: String

    /// Every counter, zeros too, in the order to show them.
    public let counts: [(name: String, value: Int)]

    /// How long it took.
    public let elapsed: Duration

    /// A report of a run that has ended.
    public init(
        program: String,
        task: String,
        runID: UUID? = nil,
        result: String,
        counts: [(name: String, value: Int)],
        elapsed: Duration
    ) {
        self.program = program
        self.task = task
        self.runID = runID
        self.result = result
        self.counts = counts
        self.elapsed = elapsed
    }

    /// `reservoir-drain points: done in 1.20 s; claimed 10, applied 10, …`.
    public var line: String {
        let counters = counts.map { "\($0.name) \($0.value)" }.joined(separator: ", ")
        let seconds = elapsed.formatted(
            .units(allowed: [.seconds], width: .narrow, fractionalPart: .show(length: 2))
        )
        return "\(program) \(task): \(result) in \(seconds)"
            + (counts.isEmpty ? "" : "; \(counters)")
    }

    /// The same for machines.
    public var json: JSONValue {
        var fields: [String: JSONValue] = [
            "program": .string(program), "task": .string(task), "result": .string(result),
            "run_id": .optional(runID?.uuidString.lowercased()),
            "elapsed_seconds": .number(elapsed / .seconds(1)),
        ]
        for count in counts { fields[count.name] = .integer(Int64(count.value)) }
        return .object(fields)
    }

    /// Prints the line, or the JSON object.
    ///
    /// - Throws: `EncodingError`, which numbers of a real run never cause.
    public func write(asJSON: Bool) throws {
        print(asJSON ? try json.text() : line)
    }
}
