import Preorder

/// Refunds that members are waiting for, all countries together (C2).
enum DueRefundPages {
    static let all: [Route] = [
        .operatorPage("/operator/refunds") { visit, person in
            try visit.call.noQuery()
            let refunds = try await person.rows(of: ReadDueRefunds(country: nil))
            return page(refunds, visit.say)
        }
    ]

    private static func page(_ refunds: [DueRefund], _ say: Words) -> Page {
        var page = Page(
            say("환불 기한", "Refunds due"),
            """
            <h1>\(say("환불 기한", "Refunds due"))</h1>
            <p class="soft">\(say(
                "회원이 기다리는 환불입니다. 거절된 환불은 데드레터에서 다시 처리하거나, 다른 방법으로 지급하고 판정하세요.",
                "Refunds that members wait for. Replay a refused one among the dead letters, or pay it "
                    + "by other means and give the verdict there."
            ))</p>
            \(DueRefundTable(refunds, say, hasCountry: true).html)
            """
        )
        page.section = "/operator/refunds"
        page.refreshSeconds = 30
        return page
    }
}
