import Preorder

/// The screen that an operator keeps open.
enum OverviewPages {
    static let all: [Route] = [
        .operatorPage("/operator") { visit, _ in
            let overview = try await visit.call.store.overview.value(0)
            return page(overview, visit.say)
        }
    ]

    /// Often enough for people, and seldom enough for the database, whoever looks.
    private static let refreshSeconds = 15

    private static func page(_ overview: Overview, _ say: Words) -> Page {
        var page = Page(
            say("현황", "Overview"),
            """
            <div class="line"><h1>\(say("현황", "Overview")) \(state(overview.health, say))</h1>
            <p class="soft small">\(clock(overview.vitals, say))</p></div>
            \(OverviewTiles(overview, say).html)
            <h2>\(say("아웃박스", "Outbox"))</h2>
            \(ChannelTable(overview.vitals.channels, overview.health, say).html)
            <h2>\(say("추이", "How it goes"))</h2>
            <div class="charts">\(overview.sales.charts(say))\(messages(overview.hours, say))</div>
            \(LateBatches(overview.vitals.batches, overview.health, say).html)
            \(AlertTable(overview.alerts, of: overview.alertCount, say).html)
            """
        )
        page.section = "/operator"
        page.refreshSeconds = refreshSeconds
        return page
    }

    private static func state(_ health: Health, _ say: Words) -> HTML {
        let name =
            switch health.level {
            case .ok: say("정상", "All is well")
            case .warning: say("확인 필요", "Look at it")
            case .critical, .unknown: say("즉시 조치", "Act now")
            }
        return Mark(health.level).badge(name)
    }

    private static func clock(_ vitals: Vitals, _ say: Words) -> HTML {
        let now = say.minute(vitals.now)
        guard vitals.isSimulation else { return "\(now)" }
        return "<span class=\"badge warn\">\(say("시뮬레이션", "Simulation"))</span> \(now)"
    }

    private static func messages(_ hours: [MessagesByHour.Row], _ say: Words) -> HTML {
        BarChart(
            say("처리한 메시지 (시간별, UTC)", "Messages by hour, UTC"),
            axis: hours.map { "\(Words(.english).minute($0.hour).dropFirst(11).prefix(5))" },
            series: [
                .init(name: say("완료", "Applied"), values: hours.map(\.applied)),
                .init(name: say("재시도", "Retried"), values: hours.map(\.retried)),
                .init(name: say("데드레터", "Dead"), values: hours.map(\.dead)),
            ],
            say: say,
            text: { say.number($0) }
        ).html
    }
}
