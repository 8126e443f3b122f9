import Testing

@Suite("The batches that are watched")
struct WatchedTests {
    @Test("every program and task that there is to run has its row of outbox.batch_policy")
    func complete() throws {
        let migrations = try Jobs.texts(in: "sql/migrations").joined(separator: "\n")
        for (program, names) in try Jobs.vocabulary() {
            for name in names {
                #expect(
                    migrations.contains("('\(program)', '\(name)', "),
                    "\(program) \(name) is not watched: add a row in a new migration"
                )
            }
        }
    }
}
