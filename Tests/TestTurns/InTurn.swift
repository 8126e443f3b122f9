import Foundation
public import Testing

/// Runs the cases of a suite when it is their turn, a few of the whole process at a time.
///
/// Swift Testing starts all tests of a process at once. Hundreds that each have a server, a database
/// and its connections starve each other until nothing answers in the time that a program may wait.
public struct InTurn: SuiteTrait, TestTrait, TestScoping {
    private static let turns = Turns(max(4, 2 * ProcessInfo.processInfo.activeProcessorCount))

    /// Suites within suites have one turn, not two.
    @TaskLocal private static var isMine = false

    /// Every case of the suite takes a turn of its own.
    public var isRecursive: Bool { true }

    /// Runs a case when it is its turn.
    ///
    /// - Throws: what the case throws.
    public func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing body: @Sendable () async throws -> Void
    ) async throws {
        guard testCase != nil, !Self.isMine else { return try await body() }
        await Self.turns.enter()
        do {
            try await Self.$isMine.withValue(true) { try await body() }
            await Self.turns.leave()
        } catch {
            await Self.turns.leave()
            throw error
        }
    }
}

extension Trait where Self == InTurn {
    /// Runs the cases of a suite when it is their turn, a few of the whole process at a time.
    public static var inTurn: Self { InTurn() }
}
