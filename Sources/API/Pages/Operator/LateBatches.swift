import Preorder

/// The batches that should have run by now.
struct LateBatches: Sendable {
    private let batches: [Vitals.Batch]
    private let health: Health
    private let say: Words

    init(_ batches: [Vitals.Batch], _ health: Health, _ say: Words) {
        self.batches = batches.filter { health.level(of: "batch", $0.name) > .ok }
        self.health = health
        self.say = say
    }

    var html: HTML {
        guard !batches.isEmpty else { return .nothing }
        return """
            <h2>\(say("밀린 배치", "Overdue batches"))</h2>
            \(Table(
                [
                    say("배치", "Batch"), say("마지막 완료 후", "Since it last ended well"),
                    say("허용", "Allowed"), say("마지막 결과", "Last result"),
                ],
                numbers: [1, 2],
                rows: batches.map(row),
                none: ""
            ).html)
            """
    }

    private func row(_ batch: Vitals.Batch) -> [HTML] {
        [
            "\(batch.name)",
            Mark(health.level(of: "batch", batch.name)).on(
                "\(say.duration(seconds: Int(batch.ageSeconds ?? 0)))"
            ),
            "\(say.duration(seconds: Int(batch.ageMaxSeconds)))",
            "\(batch.lastResult ?? say("끝나지 않음", "has no end"))",
        ]
    }
}
