import ArgumentParser

/// The tasks of this program, in the order in which `all` does them.
enum SweepTask: String, CaseIterable {
    case leases
    case unknown
    case abandoned
    case gifts
    case releases
    case points
    case refunds
    case alerts
    case retention

    /// What the setting of its database is called after: `points` alone is the channel.
    var settingName: String { self == .points ? "sweep_points" : rawValue }

    /// Task names, or `all`.
    static func parse(_ names: [String]) throws -> [SweepTask] {
        if names == ["all"] { return allCases }
        var tasks: [SweepTask] = []
        for name in names {
            guard let task = SweepTask(rawValue: name) else {
                let known = allCases.map(\.rawValue).joined(separator: ", ")
                throw ValidationError("\(name) is not a task; there are \(known), or all")
            }
            if !tasks.contains(task) { tasks.append(task) }
        }
        guard !tasks.isEmpty else { throw ValidationError("name at least one task, or all") }
        return tasks
    }
}
