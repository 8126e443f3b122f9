import Batch
import Foundation
import TestTurns
import Testing

@Suite("Signals", .inTurn, .serialized)
struct SignalsTests {
    @Test("SIGTERM calls the closure and does not end the program", .timeLimit(.minutes(10)))
    func terminate() async {
        let (asked, ask) = AsyncStream.makeStream(of: Void.self)
        let signals = Signals { ask.yield() }
        kill(ProcessInfo.processInfo.processIdentifier, SIGTERM)
        var iterator = asked.makeAsyncIterator()
        #expect(await iterator.next() != nil)
        withExtendedLifetime(signals) {}
    }
}
