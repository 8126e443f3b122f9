extension FaultPlan {
    /// How a service is down for an account at an instant; nil when it is up.
    ///
    /// A drawn outage lasts a slot of time and meets an account by itself; one that refuses
    /// connections meets the whole service, because a closed port is closed for all.
    func outage(
        of service: Outage.Service,
        account: String? = nil,
        at now: Instant
    ) -> Outage.Kind? {
        let covering = outages.first { $0.covers(service, account: account, at: now) }
        if let covering { return covering.kind }
        let whose = outageKind == .refuse ? "" : account ?? ""
        return drawsOutage(of: service, whose, at: now) ? outageKind : nil
    }

    /// Whether a service refuses all connections at an instant.
    func refusesConnections(to service: Outage.Service, at now: Instant) -> Bool {
        outage(of: service, at: now) == .refuse
    }

    /// Whether time alone can make a service refuse connections.
    var mayRefuseConnections: Bool {
        outages.contains { $0.kind == .refuse }
            || (outageKind == .refuse && rates[.down].map { $0 > 0 } == true)
    }

    private func drawsOutage(of service: Outage.Service, _ whose: String, at now: Instant) -> Bool {
        let slotMicroseconds = max(1, Int64(outageSlot / .microseconds(1)))
        let slot = now.microseconds.flooredQuotient(by: slotMicroseconds)
        return draws(.down, "\(service.rawValue)|\(whose)|\(slot)")
    }
}
