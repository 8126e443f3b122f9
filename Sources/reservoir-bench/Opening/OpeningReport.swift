import Foundation

/// What the legs came to, and what was not as it must be.
struct OpeningReport: Sendable {
    let reservations: Int
    let connections: Int
    let crowd: Int
    var inserts: [InsertLoad.Result] = []
    var reserves: [WrkLoad.Result] = []
    var calls: [Double] = []
    var looks: [WrkLoad.Result] = []
    var tags: [WrkLoad.Result] = []
    var many: WrkLoad.Result?
    var one: WrkLoad.Result?
    var refusals = Refusals()

    /// Empty when every answer was as expected, and nothing was lost.
    private(set) var faults: [String] = []

    mutating func expect(_ result: WrkLoad.Result, only statuses: Set<Int>) {
        for (status, count) in result.statuses.sorted(by: { $0.key < $1.key })
        where !statuses.contains(Int(status) ?? 0) {
            faults.append("\(count) answers were \(status)")
        }
        if result.faults > 0 { faults.append("\(result.faults) requests had no answer") }
    }

    mutating func expect(rows: Int, of result: WrkLoad.Result) {
        let answered = result.statuses["201"] ?? 0
        guard rows != answered else { return }
        faults.append("\(answered) reservations were answered, \(rows) are in the database")
    }

    var page: String {
        let floor = Self.median(inserts.map(\.perSecond))
        let http = Self.median(reserves.map(\.perSecond))
        let call = Self.median(calls)
        return """
            the opening minute: \(reservations) reservations a leg, \(connections) connections, \
            median of \(inserts.count)
              floor        the same rows by pgbench, \(Int(floor)) a second
              reserve      \(Self.ratio(call, floor)) of the floor without HTTP (target 0.60), \
            \(Int(call)) a second
              over HTTP    \(Self.ratio(http, floor)) of the floor, \(Int(http)) a second; latency \
            p50 \(latency(\.p50, \.p50)) and p99 \(latency(\.p99, \.p99)) times the floor's
              catalogue    \(Self.ratio(Self.median(looks.map(\.perSecond)), http)) requests in the \
            time of a reservation, \
            \(Self.ratio(Self.median(tags.map(\.perSecond)), http)) when it has not changed
            with the default limits
              \(crowd) at once   \(Self.counts(many))\(faults.isEmpty ? "; nothing is lost" : "")
              one caller   \(Self.counts(one))
              refused      within \(refusals.p50) ms by half, \(refusals.p99) ms by 99 of 100
            """
    }

    private func latency(
        _ ours: KeyPath<WrkLoad.Result, Double>,
        _ floor: KeyPath<InsertLoad.Result, Double>
    ) -> String {
        Self.ratio(
            Self.median(reserves.map { $0[keyPath: ours] }),
            Self.median(inserts.map { $0[keyPath: floor] })
        )
    }

    private static func counts(_ result: WrkLoad.Result?) -> String {
        guard let result else { return "" }
        return result.statuses.sorted { $0.key < $1.key }.map { "\($0.value) × \($0.key)" }
            .joined(separator: ", ")
    }

    private static func ratio(_ one: Double, _ other: Double) -> String {
        String(format: "%.2f", one / other)
    }

    private static func median(_ values: [Double]) -> Double {
        values.sorted()[values.count / 2]
    }
}

/// How long it took to say no, from the API's log.
struct Refusals: Sendable {
    private(set) var p50 = 0
    private(set) var p99 = 0
    private(set) var count = 0

    init() {}

    init(log: String) throws {
        let text = try String(contentsOfFile: log, encoding: .utf8)
        let times = text.split(separator: "\n").compactMap { line -> Int? in
            guard line.contains("status=503") || line.contains("status=429") else { return nil }
            return line.firstMatch(of: /milliseconds=(\d+)/).flatMap { Int($0.1) }
        }.sorted()
        count = times.count
        guard !times.isEmpty else { return }
        p50 = times[times.count / 2]
        p99 = times[times.count * 99 / 100]
    }
}
