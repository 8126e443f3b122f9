import Outbox
import Preorder

/// What the batches did, the latest first.
enum RunPages {
    private static let path = "/operator/runs"

    static let all: [Route] = [
        .operatorPage(path) { visit, person in
            var query = try visit.call.query()
            let channel = query.text("channel")
            try query.end()
            let runs = try await person.rows(of: ReadRuns(channel: channel, limit: limit))
            let tasks = try await person.rows(of: ReadBatchTasks())
            return page(runs, channel, tasks, visit.say)
        }
    ]

    private static let limit = 100

    /// A run without an end after this long has died: no batch lingers for more than minutes.
    private static let endless = Duration.seconds(3_600)

    private static func page(
        _ runs: [RecordedRun],
        _ channel: String?,
        _ tasks: [String],
        _ say: Words
    ) -> Page {
        let links: [(name: String, address: String, isCurrent: Bool)] =
            [(say("전체", "All"), path, channel == nil)]
            + tasks.map { ($0, PageAddress(path, ["channel": $0]).text, $0 == channel) }
        var page = Page(
            say("실행 이력", "Runs"),
            """
            <h1>\(say("실행 이력", "Runs"))</h1>
            \(FilterLinks(say("채널 또는 작업", "Channel or task"), links).html)
            \(Table(
                [
                    say("시작 (UTC)", "Began, UTC"), say("채널·작업", "Channel or task"), say("호스트", "Host"), say("결과", "Result"), say("걸린 시간", "Took"),
                    say("가져옴", "Claimed"), say("완료", "Applied"), say("거절", "Rejected"),
                    say("재시도", "Retried"), say("미확정", "Unknown"), say("데드레터", "Dead"),
                    say("충돌", "Conflicts"),
                ],
                numbers: Set(4...11),
                rows: runs.map { row($0, say) },
                none: say("실행한 배치가 없습니다.", "Nothing has run.")
            ).html)
            """
        )
        page.section = path
        page.refreshSeconds = 30
        return page
    }

    private static func row(_ run: RecordedRun, _ say: Words) -> [HTML] {
        let counts = run.counts.map { count -> HTML in
            guard count.value != 0 else { return "<span class=\"zero\">0</span>" }
            let mark: Mark = ["dead", "conflicts"].contains(count.name) ? .warn : .none
            return mark.on("\(say.number(count.value))")
        }
        return [
            "<span class=\"time\">\(say.shortMinute(run.startedAt))</span>",

            "<b>\(run.channel)</b> <span class=\"soft small time\">\(run.program)</span>",
            "<span class=\"time\">\(run.host)</span>", result(run, say),
            "\(say.duration(seconds: Int(run.took.components.seconds)))",
        ] + counts
    }

    private static func result(_ run: RecordedRun, _ say: Words) -> HTML {
        guard let result = run.result else {
            return run.took > endless
                ? Mark.bad.badge(say("끝나지 않음", "Has no end"))
                : "<span class=\"badge\">\(say("실행 중", "Running"))</span>"
        }
        return (result == "failed" ? Mark.bad : .none).badge(result)
    }
}
