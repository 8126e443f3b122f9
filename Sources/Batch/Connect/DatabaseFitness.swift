/// Whether a program may work on a database: a pure decision.
struct DatabaseFitness: Sendable {
    let schema: Int
    let fsyncIsOff: Bool
    let synchronousCommitIsOff: Bool
    let isSimulation: Bool

    static let schemaMissing =
        "the database has no schema of this product; run reservoir-admin migrate"

    /// Everything that speaks against it; empty when nothing does.
    func problems(programSchema: Int) -> [String] {
        var problems: [String] = []
        if schema > programSchema {
            problems.append(
                "the database's schema is number \(schema), newer than this program's "
                    + "\(programSchema); use the programs of that release"
            )
        } else if schema < programSchema {
            problems.append(
                "the database's schema is number \(schema), this program needs "
                    + "\(programSchema); run reservoir-admin migrate"
            )
        }
        guard !isSimulation else { return problems }
        if fsyncIsOff { problems.append(Self.forgets("fsync")) }
        if synchronousCommitIsOff { problems.append(Self.forgets("synchronous_commit")) }
        return problems
    }

    private static func forgets(_ setting: String) -> String {
        "\(setting) is off: a crash of the server would forget charges that were made; turn it on"
    }
}
