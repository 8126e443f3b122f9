import Batch
import Foundation
import Postgres

/// Something that happened, in domain time.
struct StoryEvent: Sendable {
    let at: Timestamp

    /// Where it stands among what has the same instant; in a simulation that may be everything.
    let place: Place

    /// What it happened to: `payment`, `payments/charge 17`, `points`.
    let subject: String

    /// What happened.
    let what: String

    /// Amounts, keys, reasons; empty where there is nothing to add.
    let detail: String

    /// The causal order of what happened at one instant.
    struct Place: Comparable, Sendable {
        /// From Reserve (0) over the charge (2) to what followed from a refund (8).
        let phase: Int

        /// The message that it happened to or because of.
        let messageID: Int64?

        /// Within the message, or the phase.
        let step: Int64

        static func < (left: Place, right: Place) -> Bool {
            (left.phase, left.messageID ?? 0, left.step)
                < (right.phase, right.messageID ?? 0, right.step)
        }
    }
}

/// How a message stands now.
struct StoryState: Sendable {
    let messageID: Int64
    let name: String
    let state: String
    let detail: String
}

/// The whole causal story of a reservation, or of a message that belongs to none.
struct Story: Sendable {
    let heading: StoryHeading?
    let events: [StoryEvent]
    let states: [StoryState]

    /// The story as a person reads it; a date stands only where a day begins.
    var lines: [String] {
        var table = TextTable("TIME (UTC)", "TO", "WHAT", "DETAIL")
        var day = ""
        for event in events {
            let (date, time) = Self.parts(event.at)
            table.add(
                (date == day ? "           " : date + " ") + time,
                event.subject,
                event.what,
                event.detail
            )
            day = date
        }
        var now = TextTable("NOW", "STATE", "DETAIL")
        for state in states { now.add(state.name, state.state, state.detail) }
        let head = heading.map { $0.lines + [""] } ?? []
        return head + table.lines + (states.isEmpty ? [] : [""] + now.lines)
    }

    /// The same for machines.
    var json: JSONValue {
        .object([
            "subject": heading?.json ?? .null,
            "events": .array(
                events.map { event in
                    .object([
                        "at": .string("\(event.at)"),
                        "message_id": event.place.messageID.map(JSONValue.integer) ?? .null,
                        "subject": .string(event.subject),
                        "what": .string(event.what), "detail": .string(event.detail),
                    ])
                }
            ),
            "messages": .array(
                states.map { state in
                    .object([
                        "message_id": .integer(state.messageID), "name": .string(state.name),
                        "state": .string(state.state), "detail": .string(state.detail),
                    ])
                }
            ),
        ])
    }

    /// Date and time to the millisecond.
    static func parts(_ instant: Timestamp) -> (date: String, time: String) {
        let text = "\(instant)"
        let halves = text.split(separator: "T", maxSplits: 1)
        guard halves.count == 2 else { return (text, "") }
        var time = halves[1].dropLast().split(separator: ".", maxSplits: 1).map(String.init)
        if time.count == 1 { time.append("000000") }
        return (String(halves[0]), time[0] + "." + time[1].prefix(3))
    }
}
