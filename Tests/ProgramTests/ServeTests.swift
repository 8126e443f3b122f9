import Foundation
import NIOHTTP1
import PrivateCluster
import Testing

@testable import reservoir_demo

@Suite("The demo that stays open", .serialized)
struct ServeTests {
    private static let demo = ProgramRunner(environment: [:])

    /// Runs `body` with a directory of its own, whose name is short because sockets are in it.
    private static func inDirectory(_ body: (String) async throws -> Void) async throws {
        try await Stage.gate.alone {
            let name = "s\(UInt32.random(in: 0 ... .max))"
            let directory = FileManager.default.temporaryDirectory.appendingPathComponent(name).path
            try FileManager.default.createDirectory(
                atPath: directory,
                withIntermediateDirectories: true,
                // As a directory for temporary files is: PostgreSQL removes its own as its own user.
                attributes: [.posixPermissions: 0o1777]
            )
            try await body(directory)
            try FileManager.default.removeItem(atPath: directory)
        }
    }

    @Test("carries out by itself what people do over HTTP, and leaves nothing when it is stopped")
    func kept() async throws {
        try await Self.withShop { visitor in try await Self.live(visitor) }
    }

    /// Runs `body` with a shop that is open, and sees that nothing of it is left afterwards.
    static func withShop(_ body: (Visitor) async throws -> Void) async throws {
        try await inDirectory { directory in
            let shop = directory + "/shop"
            let begun = try await Self.demo.run(
                "reservoir-demo",
                ["--keep", shop, "--serve", "--reservations", "10", "--decline-rate", "0"]
            )
            #expect(begun.status == 0 && begun.output.contains("/sign-in"), "\(begun.output)")
            let visitor = try Visitor(env: shop + "/env")
            let pid = try String(contentsOfFile: shop + "/pid", encoding: .utf8)
            let result: Result<Void, any Error>
            do {
                result = .success(try await body(visitor))
            } catch {
                result = .failure(error)
            }
            let stopped = try await Self.demo.run("reservoir-demo", ["--stop", shop])
            try result.get()
            #expect(stopped.status == 0)
            #expect(try await visitor.isRefused("RESERVOIR_API_URL"))
            #expect(try await visitor.isRefused("RESERVOIR_SANDBOX_URL"))
            #expect(kill(try #require(Int32(pid)), 0) == -1)
            let keys = try visitor.setting("RESERVOIR_API_JWKS")
            let database = try visitor.setting("DATABASE_URL")
            let host = try #require(database.firstMatch(of: /host='([^']+)'/)?.1)
            for path in [shop, (keys as NSString).deletingLastPathComponent, String(host)] {
                #expect(!FileManager.default.fileExists(atPath: path), "\(path)")
            }
            try await visitor.leave()
        }
    }

    /// Buys, gets the money back, gives and accepts, and looks at it as a manager.
    private static func live(_ visitor: Visitor) async throws {
        let games = try await visitor.ask(.GET, "/v1/games").items
        let fresh = games.filter { ($0["title"] as? String)?.hasSuffix(" 2") ?? false }
        #expect(fresh.count == 6)
        let bought = try await visitor.buy(fresh[0])
        let reservation = try #require(bought.text("reservation_id"))
        try await visitor.wait("/v1/reservations/\(reservation)") {
            $0.text("status") == "reserved"
        }
        let purchases = try await visitor.ask(.GET, "/v1/purchases").items
        let purchase = purchases.first { $0["reservation_id"] as? String == reservation }
        #expect(purchase?["is_refundable"] as? Bool == true)
        let refund = try await visitor.ask(.POST, "/v1/refunds", ["reservation_id": reservation])
        #expect(refund.status == 202, "\(refund.body)")
        let refundID = try #require(refund.text("refund_id"))

        let friend = try visitor.setting("RESERVOIR_FRIEND_ID")
        let given = try await visitor.buy(fresh[1], giftTo: friend)
        let gift = "/v1/gifts/\(try #require(given.text("gift_id")))"
        try await visitor.wait(gift, as: "FRIEND") { $0.text("status") == "offered" }
        let accepted = try await visitor.ask(.POST, gift + "/acceptance", as: "FRIEND", [:])
        #expect(accepted.status == 200, "\(accepted.body)")
        let owned = try await visitor.ask(.GET, "/v1/purchases", as: "FRIEND").items
        #expect(owned.contains { $0["game_id"] as? String == fresh[1]["game_id"] as? String })

        try await visitor.wait("/v1/refunds/\(refundID)") { $0.text("status") == "completed" }
        let discounts = try await visitor.ask(.GET, "/v1/manager/discounts", as: "MANAGER")
        #expect(discounts.status == 200 && !discounts.items.isEmpty, "\(discounts.body)")
    }

    @Test("ends at Ctrl-C, before and after the shop is open, and leaves nothing")
    func interrupted() async throws {
        for (moment, status) in [("5 countries", Int32(75)), ("/sign-in", Int32(0))] {
            try await Self.inDirectory { directory in
                let said = directory + "/said"
                try Data().write(to: URL(fileURLWithPath: said))
                let command = "exec reservoir-demo --serve --reservations 5 >\(said) 2>&1"
                let path = (ProgramRunner.own as NSString).deletingLastPathComponent
                let process = Process()
                process.executableURL = URL(fileURLWithPath: "/bin/sh")
                process.arguments = ["-c", command]
                process.environment = ProcessInfo.processInfo.environment.merging([
                    "PATH": path + ":/usr/bin:/bin", "TMPDIR": directory,
                ]) { $1 }
                try process.runWithSignalsUnblocked()
                while process.isRunning,
                    !(try String(contentsOfFile: said, encoding: .utf8)).contains(moment)
                {
                    try await Task.sleep(for: .milliseconds(50))
                }
                kill(process.processIdentifier, SIGINT)
                while process.isRunning { try await Task.sleep(for: .milliseconds(50)) }
                let text = try String(contentsOfFile: said, encoding: .utf8)
                #expect(process.terminationStatus == status, "\(text)")
                let left = try FileManager.default.contentsOfDirectory(atPath: directory)
                #expect(left == ["said"])
                let others = try Self.processes(naming: directory)
                #expect(others == [])
            }
        }
    }

    /// The command lines of processes that name `text`.
    private static func processes(naming text: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap { Int32($0) }
            .compactMap { pid in
                guard let data = FileManager.default.contents(atPath: "/proc/\(pid)/cmdline") else {
                    return nil
                }
                let line = String(decoding: data, as: UTF8.self)
                return line.contains(text) ? line.replacing("\0", with: " ") : nil
            }
    }
}
