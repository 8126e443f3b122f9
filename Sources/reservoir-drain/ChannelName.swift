import ArgumentParser

/// The channels that this program drains.
enum ChannelName: String, CaseIterable, ExpressibleByArgument {
    case payments
    case points
    case mail
    case reports
    case webhooks

    /// `payments points mail reports webhooks`, or `all`.
    static func parse(_ names: [String]) throws -> [ChannelName] {
        if names == ["all"] { return allCases }
        var channels: [ChannelName] = []
        for name in names {
            guard let channel = ChannelName(rawValue: name) else {
                let known = allCases.map(\.rawValue).joined(separator: ", ")
                throw ValidationError("\(name) is not a channel; there are \(known), or all")
            }
            if !channels.contains(channel) { channels.append(channel) }
        }
        guard !channels.isEmpty else { throw ValidationError("name at least one channel, or all") }
        return channels
    }
}
