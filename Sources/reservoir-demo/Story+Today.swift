import AsyncHTTPClient

extension Story {
    /// Games of the first season that can still be reserved when the story is over.
    private static let stillOpen = Array(3...6)

    /// Takes some of today's reservations and carries them out, so that whoever comes to look finds
    /// a shop at work.
    func tellToday() async throws {
        let client = HTTPClient(eventLoopGroupProvider: .singleton)
        do {
            let count = max(4, reservations / 2)
            _ = try await takeReservations(
                reservations..<(reservations + count),
                members,
                Self.stillOpen,
                client
            )
            _ = try await ProgramRunner(environment: world.environment)
                .must("reservoir-drain", ["--log-level", "warning", "all"])
        } catch {
            try await client.shutdown()
            throw error
        }
        try await client.shutdown()
    }
}
