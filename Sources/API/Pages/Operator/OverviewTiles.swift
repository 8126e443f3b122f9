import Preorder

/// What a person may have to act on, each with the page that does.
struct OverviewTiles: Sendable {
    private let overview: Overview
    private let say: Words

    init(_ overview: Overview, _ say: Words) {
        self.overview = overview
        self.say = say
    }

    private var vitals: Vitals { overview.vitals }
    private var health: Health { overview.health }

    var html: HTML {
        """
        <div class="tiles seven">\(deadLetters)\(unknowns)\(breakers)\(pauses)\(refunds)\(batches)\(alerts)\
        </div>
        """
    }

    private var deadLetters: HTML {
        let worst = vitals.channels.filter { $0.dead > 0 }
            .map { "\(ChannelName($0.name, say).text) \(say.number($0.dead))" }
        return tile(
            "/operator/dead-letters",
            say("데드레터", "Dead letters"),
            vitals.channels.reduce(0) { $0 + $1.dead },
            worst.isEmpty ? [say("모두 처리됨", "All decided")] : [worst.joined(separator: " · ")],
            Mark(health.level(of: "dead"))
        )
    }

    private var unknowns: HTML {
        let oldest = vitals.channels.compactMap(\.oldestUnknownSeconds).max()
        var notes: [String] = []
        if !overview.unknownAmounts.isEmpty {
            notes.append(overview.unknownAmounts.map(say.amount).joined(separator: " + "))
        }
        if let oldest {
            notes.append(say("최장 ", "Oldest ") + say.duration(seconds: Int(oldest)))
        }
        return tile(
            "/operator/unknowns",
            say("결과 미확정", "Unknowns"),
            vitals.channels.reduce(0) { $0 + $1.unknown },
            notes.isEmpty ? [say("없음", "None")] : notes,
            Mark(health.level(of: "unknown"))
        )
    }

    private var breakers: HTML {
        tile(
            "/operator/holds",
            say("열린 차단기", "Open breakers"),
            Int64(vitals.breakers.count),
            vitals.breakers.isEmpty
                ? [say("모두 응답함", "All answer")] : vitals.breakers.map(\.destination),
            Mark(health.level(of: "breaker"))
        )
    }

    private var pauses: HTML {
        let automatic = vitals.pauses.contains(where: \.isAutomatic)
        return tile(
            "/operator/holds",
            say("중지", "Paused"),
            Int64(vitals.pauses.count),
            vitals.pauses.isEmpty
                ? [say("없음", "None")] : vitals.pauses.map { PausableName($0.name, say).text },
            automatic ? .bad : vitals.pauses.isEmpty ? .none : .warn
        )
    }

    private var refunds: HTML {
        let refunds = vitals.refunds
        let notes = [
            (refunds.late, say("기한 지남", "late")), (refunds.near, say("임박", "due soon")),
            (refunds.refused, say("거절됨", "refused")),
        ].filter { $0.0 > 0 }.map { "\($0.1) \(say.number($0.0))" }
        return tile(
            "/operator/refunds",
            say("대기 중인 환불", "Refunds waiting"),
            refunds.waiting,
            [notes.isEmpty ? say("기한 내", "None is near its day") : notes.joined(separator: " · ")],
            Mark(health.level(of: "refund"))
        )
    }

    private var batches: HTML {
        let late = health.findings.filter { $0.check == "batch" }
        return tile(
            "/operator/runs",
            say("밀린 배치", "Overdue batches"),
            Int64(late.count),
            [
                late.isEmpty
                    ? say("모두 제때 실행됨", "All run on time")
                    : late.prefix(2).map(\.subject).joined(separator: ", ")
            ],
            Mark(health.level(of: "batch"))
        )
    }

    private var alerts: HTML {
        let untold = overview.alerts.count { $0.toldAt == nil }
        return tile(
            "#alerts",
            say("알림", "Alerts"),
            Int64(overview.alertCount),
            [
                untold == 0
                    ? say("모두 전달됨", "Everybody was told")
                    : say("미전달 \(untold)", "\(untold) not told yet")
            ],
            health.level(of: "alert") > .ok || overview.alertCount > 0 ? .warn : .none
        )
    }

    private func tile(
        _ path: String,
        _ name: String,
        _ count: Int64,
        _ notes: [String],
        _ mark: Mark
    ) -> HTML {
        let notes = notes.prefix(3).map { note -> HTML in "<small>\(note)</small>" }
        return """
            <a class="card tile\(mark.tile)" href="\(path)">\(name)<b>\(say.number(count))</b>\
            \(notes)</a>

            """
    }
}
