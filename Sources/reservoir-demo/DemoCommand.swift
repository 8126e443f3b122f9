import ArgumentParser
import AsyncHTTPClient
import Batch
import Foundation
import Postgres
import Preorder

/// `reservoir-demo`: the whole life in one command.
@main
struct DemoCommand: ProgramCommand {
    static let configuration = CommandConfiguration(
        commandName: "reservoir-demo",
        abstract: "Take reservations, carry them out and prove that the books agree.",
        discussion: """
            Starts a private PostgreSQL and the sandbox (a payment gateway and a mail server), \
            takes reservations as members of five countries do, runs every batch as a process of \
            its own, and ends with the report tables and a verdict: sql/verdict.sql over what the \
            gateway and the mailboxes know. Everything is removed at the end, unless --keep.

            With --chaos the gateway and the mail server refuse, forget to answer, answer
            late, break down for minutes and take refunds back, and batches are killed in
            the middle, until everything is quiet.

            With --days the reservations are spread over so many days, which go by one by
            one: members give, answer, change their minds and ask for refunds as they please,
            games come out, one is moved and one is cancelled.

            EXIT STATUS
              0 the books agree · 64 usage · 65 they do not · 70 bug · 75 could not start
            """
    )

    @Option(help: "How many reservations to take.")
    var reservations = 1_000

    @Option(help: "Seeds the buyers' choices and the sandbox's faults.")
    var seed: UInt64 = 1

    @Option(help: "Share of charges, from 0 to 1, that the gateway declines.")
    var declineRate = 0.05

    @Option(help: "Share of reservations, from 0 to 1, whose members ask for a refund.")
    var refundRate = 0.1

    /// One reservation in this many is a gift.
    private static let givesOneIn = 8

    @Flag(help: "Faults of every kind, and batches that are killed in the middle.")
    var chaos = false

    @Option(help: "Let this many days go by, one by one.")
    var days: Int?

    @Flag(help: "The verdict as JSON.")
    var json = false

    @Option(help: "Leave everything running; DIR/env is to be sourced.")
    var keep: String?

    @Option(help: "End what --keep DIR left running.")
    var stop: String?

    @Flag(help: .hidden)
    var hold = false

    func validate() throws {
        guard (1...1_000_000).contains(reservations) else {
            throw ValidationError("--reservations is 1 to 1000000")
        }
        guard (0...1).contains(declineRate), (0...1).contains(refundRate) else {
            throw ValidationError("--decline-rate and --refund-rate are from 0 to 1")
        }
        guard (7...3_650).contains(days ?? 7) else {
            throw ValidationError("--days is 7 to 3650")
        }
    }

    mutating func perform() async throws {
        if let stop { return try await Keeper(directory: stop).stop() }
        if let keep, !hold {
            let arguments = Array(CommandLine.arguments.dropFirst())
            let status = try await Keeper(directory: keep).start(arguments)
            guard status == 0 else { throw ExitCode(status) }
            return
        }
        try await tell(Progress(isQuiet: json))
    }

    private func tell(_ progress: Progress) async throws {
        let directory = NSTemporaryDirectory() + "reservoir-demo-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: directory,
            withIntermediateDirectories: true
        )
        progress.say("starting a private PostgreSQL and the sandbox")
        let world = try await World.start(
            directory: directory,
            seed: seed,
            declineRate: declineRate,
            faults: chaos ? Chaos.faults : [],
            lease: chaos ? Chaos.lease : World.lease
        )
        let isClean: Bool
        do {
            isClean = try await show(world, progress)
        } catch {
            await world.stop()
            try FileManager.default.removeItem(atPath: directory)
            throw error
        }
        await world.stop()
        try FileManager.default.removeItem(atPath: directory)
        guard isClean else { throw ExitCode(ExitStatus.breaksFound.rawValue) }
    }

    /// Tells the story, shows its end and, when asked to, keeps its world until it is ended.
    private func show(_ world: World, _ progress: Progress) async throws -> Bool {
        let story = Story(
            world: world,
            reservations: reservations,
            seed: seed,
            refundRate: refundRate,
            givesOneIn: Self.givesOneIn,
            chaos: chaos ? Chaos(seed: seed) : nil,
            progress: progress
        )
        let verdict: Verdict
        do {
            verdict =
                if let days { try await story.tellDays(days) } else { try await story.tell() }
        } catch {
            guard hold, let keep else { throw error }
            FileHandle.standardError.write(Data("reservoir-demo: \(error)\n".utf8))
            let status = ExitStatus.bug.rawValue
            try await Keeper(directory: keep).hold(world.environment, status: status)
            throw error
        }
        print(json ? try verdict.json() : verdict.page)
        fflush(nil)
        if hold, let keep {
            let status = verdict.isClean ? ExitStatus.done : .breaksFound
            try await Keeper(directory: keep).hold(world.environment, status: status.rawValue)
        }
        return verdict.isClean
    }
}

/// Tells a person what is going on, on standard error.
struct Progress: Sendable {
    let isQuiet: Bool

    func say(_ text: String) {
        guard !isQuiet else { return }
        FileHandle.standardError.write(Data("· \(text)\n".utf8))
    }
}
