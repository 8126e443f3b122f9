public import Postgres

/// What is to be done to bring a database up to date: a pure comparison of files and records.
public struct MigrationPlan: Sendable {
    /// A step and where it stands.
    public struct Step: Sendable {
        /// The number of the file.
        public let number: Int

        /// The name of the file, or of a record that has none.
        public let name: String

        /// When it was applied; nil while it is pending.
        public let appliedAt: Timestamp?
    }

    /// Every step, in order.
    public let steps: [Step]

    /// What forbids going on: edited files and a database that is newer than the files.
    public let problems: [String]

    /// The steps that have not been applied.
    public var pending: [Step] { steps.filter { $0.appliedAt == nil } }

    init(files: [MigrationFile], records: [MigrationRecord]) {
        let byNumber = Dictionary(records.map { ($0.number, $0) }) { first, _ in first }
        var problems: [String] = []
        steps = files.map { file in
            let record = byNumber[file.number]
            if let record, record.sha256 != file.sha256 {
                problems.append(
                    "migrations/\(file.name) was edited after it had been applied as "
                        + "\(record.name); restore it and write the change as a new file"
                )
            }
            return Step(number: file.number, name: file.name, appliedAt: record?.appliedAt)
        }
        for record in records.sorted(by: { $0.number < $1.number })
        where record.number > files.count {
            problems.append(
                "the database has \(record.name), which is not among the files: it is newer than "
                    + "this program"
            )
        }
        self.problems = problems
    }

    /// - Throws: `ProgramError.configuration` with everything that forbids going on.
    func check() throws(ProgramError) {
        guard problems.isEmpty else { throw .configuration(problems) }
    }
}
