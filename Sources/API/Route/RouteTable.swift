import HTTPTypes

/// Every function of the API, found by method and path.
struct RouteTable: Sendable {
    /// What a request's address leads to.
    enum Match: Sendable {
        /// A function, and what stands in its path in place of the names.
        case found(Route, [String: String])

        /// Nothing by this method; the ones there are.
        case otherMethods(String)

        case nothing
    }

    /// All functions, in the order of the document.
    static let all =
        ServiceRoutes.all + GameRoutes.all + ReservationRoutes.all + PaymentRoutes.all
        + PurchaseRoutes.all + RefundRoutes.all + GiftRoutes.all + PointRoutes.all
        + EndpointRoutes.all + DeliveryRoutes.all + DiscountRoutes.all
        + GameAdministrationRoutes.all + MethodAdministrationRoutes.all
        + RefundAdministrationRoutes.all + ReportRoutes.all + GatewayRoutes.all

    private let routes: [(segments: [Substring], route: Route)]

    /// A table of `routes`.
    init(_ routes: [Route] = all) {
        self.routes = routes.map { (Self.segments($0.path), $0) }
    }

    /// Where `method` and `path` lead; HEAD leads where GET does.
    func match(_ method: HTTPRequest.Method, _ path: String) -> Match {
        let asked = Self.segments(path)
        let there = routes.compactMap { entry in
            Self.captures(entry.segments, asked).map { (entry.route, $0) }
        }
        let method = method == .head ? .get : method
        if let (route, captures) = there.first(where: { $0.0.method == method }) {
            return .found(route, captures)
        }
        guard !there.isEmpty else { return .nothing }
        return .otherMethods(there.map(\.0.method.rawValue).sorted().joined(separator: ", "))
    }

    private static func segments(_ path: String) -> [Substring] {
        path.split(separator: "/", omittingEmptySubsequences: false)
    }

    private static func captures(
        _ segments: [Substring],
        _ asked: [Substring]
    ) -> [String: String]? {
        guard segments.count == asked.count else { return nil }
        var captures: [String: String] = [:]
        for (segment, part) in zip(segments, asked) {
            if segment.hasPrefix("{") {
                captures[String(segment.dropFirst().dropLast())] = String(part)
            } else if segment != part {
                return nil
            }
        }
        return captures
    }
}
