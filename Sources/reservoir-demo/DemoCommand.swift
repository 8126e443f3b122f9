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

            With --serve the shop is then open until Ctrl-C: the API and its pages are on a \
            free port of 127.0.0.1, or on --port, the batches run every few seconds, and a \
            person reserves, pays, gives and asks for refunds. With --keep the API is served, \
            too, and DIR/env has where it is and tokens that live for 30 days: \
            RESERVOIR_API_URL, RESERVOIR_MEMBER_TOKEN, RESERVOIR_FRIEND_TOKEN and \
            RESERVOIR_FRIEND_ID (another member, to give to), RESERVOIR_MANAGER_TOKEN and \
            RESERVOIR_OPERATOR_TOKEN; the batches run by themselves only with --serve. In both \
            the story happened in the weeks before, time goes on as it does outside, and a \
            season of six more games can be reserved.

            EXIT STATUS
              0 the books agree · 64 usage · 65 they do not · 70 bug ·
              75 could not start, or was ended before the story was over
            """
    )

    @Option(help: "How many reservations to take; 1000, with --serve 60.")
    var reservations: Int?

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

    @Flag(help: "Then open the shop, with the batches every few seconds, until Ctrl-C.")
    var serve = false

    @Option(help: "The port of the API with --serve or --keep; 0 takes a free one.")
    var port = 0

    @Option(help: "Leave everything running; DIR/env is to be sourced.")
    var keep: String?

    @Option(help: "End what --keep DIR left running.")
    var stop: String?

    @Flag(help: .hidden)
    var hold = false

    func validate() throws {
        guard (1...1_000_000).contains(reservations ?? 1) else {
            throw ValidationError("--reservations is 1 to 1000000")
        }
        guard (0...1).contains(declineRate), (0...1).contains(refundRate) else {
            throw ValidationError("--decline-rate and --refund-rate are from 0 to 1")
        }
        guard (7...3_650).contains(days ?? 7) else {
            throw ValidationError("--days is 7 to 3650")
        }
        guard (0...65_535).contains(port) else {
            throw ValidationError("a port is from 0 to 65535")
        }
    }

    mutating func perform() async throws {
        if let stop { return try await Keeper(directory: stop).stop() }
        let ending = Ending()
        if let keep, !hold {
            let arguments = Array(CommandLine.arguments.dropFirst())
            let status = try await ending.cancelling {
                try await Keeper(directory: keep).start(arguments)
            }
            guard status == 0 else { throw ExitCode(status) }
            return
        }
        try await tell(Progress(isQuiet: json), ending)
    }

    private func tell(_ progress: Progress, _ ending: Ending) async throws {
        let directory = NSTemporaryDirectory() + "reservoir-demo-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: directory,
            withIntermediateDirectories: true
        )
        progress.say("starting a private PostgreSQL and the sandbox")
        let opensAt = opensAt
        let world = try await World.start(
            directory: directory,
            seed: seed,
            declineRate: declineRate,
            faults: chaos ? Chaos.faults : [],
            lease: chaos ? Chaos.lease : World.lease,
            opensAt: opensAt
        )
        let result: Result<Bool, any Error>
        do {
            let isClean = try await ending.cancelling {
                try await show(world, story(in: world, from: opensAt, progress), directory)
            }
            result = .success(isClean)
        } catch {
            result = .failure(error)
        }
        await world.stop()
        try FileManager.default.removeItem(atPath: directory)
        if case .failure = result, ending.hasCome {
            throw ProgramError.unavailable("ended before the story was over")
        }
        guard try result.get() else { throw ExitCode(ExitStatus.breaksFound.rawValue) }
    }

    /// When the shop of the story opens.
    ///
    /// A story after which the shop stays open must be over by now: days go by for gifts that
    /// nobody answers, and with faults also for refunds that are taken back.
    private var opensAt: String {
        guard serve || keep != nil else { return DemoCatalogue.start }
        let before = (days ?? 0) + (chaos ? 200 : 45)
        return Date(timeIntervalSinceNow: -86_400 * TimeInterval(before)).ISO8601Format()
    }

    /// Tells the story, shows its end and, when asked to, keeps its world until it is ended.
    private func show(
        _ world: World,
        _ story: Story,
        _ directory: String
    ) async throws -> Bool {
        let verdict: Verdict
        do {
            verdict =
                if let days { try await story.tellDays(days) } else { try await story.tell() }
        } catch {
            guard let keep, !Task.isCancelled else { throw error }
            FileHandle.standardError.write(Data("reservoir-demo: \(error)\n".utf8))
            try Keeper(directory: keep).announce(world.environment, status: .bug)
            await Self.untilCancelled()
            throw error
        }
        print(json ? try verdict.json() : verdict.page)
        fflush(nil)
        if serve || keep != nil {
            let status: ExitStatus = verdict.isClean ? .done : .breaksFound
            try await open(world, story, in: directory, status)
        }
        return verdict.isClean
    }

    private func story(in world: World, from opensAt: String, _ progress: Progress) -> Story {
        Story(
            world: world,
            reservations: reservations ?? (serve ? 60 : 1_000),
            seed: seed,
            refundRate: refundRate,
            givesOneIn: Self.givesOneIn,
            chaos: chaos ? Chaos(seed: seed) : nil,
            opensAt: opensAt,
            progress: progress
        )
    }

    /// Keeps the shop open until the task is cancelled.
    private func open(
        _ world: World,
        _ story: Story,
        in directory: String,
        _ status: ExitStatus
    ) async throws {
        let shop = try await ServedShop.open(world, directory: directory, port: port)
        defer { shop.close() }
        if serve, days == nil { try await story.tellToday() }
        print(json ? try shop.json() : shop.page(runsBatches: serve))
        fflush(nil)
        if let keep { try Keeper(directory: keep).announce(shop.environment, status: status) }
        guard serve else { return await Self.untilCancelled() }
        let programs = ProgramRunner(environment: shop.environment)
        await PeriodicBatches(programs: programs).run()
    }

    private static func untilCancelled() async {
        let (never, continuation) = AsyncStream<Void>.makeStream()
        for await _ in never {}
        withExtendedLifetime(continuation) {}
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
