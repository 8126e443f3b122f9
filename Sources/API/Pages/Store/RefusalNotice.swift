/// Why something was refused, and what would do.
struct RefusalNotice: Sendable {
    private let problem: Problem
    private let say: Words

    init(_ problem: Problem, _ say: Words) {
        self.problem = problem
        self.say = say
    }

    var html: HTML {
        let (title, detail) = problem.kind.text(in: say.language)
        return """
            <div class="notice bad" role="alert"><p><b>\(title).</b> \(detail) \(numbers)</p></div>
            """
    }

    /// The numbers of points that would do.
    private var numbers: String {
        let numbers = problem.members.compactMap { member -> String? in
            guard member.name.hasPrefix("points_"), case .integer(let number) = member.value else {
                return nil
            }
            return say.points(number)
        }
        guard !numbers.isEmpty else { return "" }
        return say("가능한 값: ", "What would do: ") + numbers.joined(separator: ", ")
    }
}
