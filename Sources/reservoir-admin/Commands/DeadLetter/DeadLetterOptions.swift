import ArgumentParser
import Batch
import Outbox
import Postgres

/// Which dead letters a command means.
struct DeadLetterOptions: ParsableArguments {
    @Option(help: "Only those of this channel, such as payments.")
    var channel: String?

    @Option(help: "Only those of this kind, such as refund.")
    var kind: String?

    @Option(
        help: "Only those given up at least so long ago: 90s, 15m, 2h, 3d.",
        transform: Arguments.span
    )
    var olderThan: Duration?

    @Option(
        help: "Only those given up at most so long ago.",
        transform: Arguments.span
    )
    var newerThan: Duration?

    /// Whether nothing was asked for.
    var isEmpty: Bool {
        channel == nil && kind == nil && olderThan == nil && newerThan == nil
    }

    /// The letters meant, counted from domain time.
    ///
    /// - Throws: `ProgramError.usage` for a channel that there is not.
    func filter(on connection: Connection) async throws -> DeadLetterFilter {
        let now = try await connection.only(ReadClock()).now
        if let channel {
            let channels = try await connection.query(ReadChannels())
            guard channels.contains(channel) else {
                throw ProgramError.usage(
                    "refused: there is no channel \(channel); there are "
                        + channels.joined(separator: ", ")
                )
            }
        }
        var filter = DeadLetterFilter()
        filter.channel = channel
        filter.kind = kind
        filter.before = olderThan.map { now - $0 }
        filter.since = newerThan.map { now - $0 }
        return filter
    }
}
