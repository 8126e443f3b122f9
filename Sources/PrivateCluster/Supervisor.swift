import Foundation
import Glibc

/// The shell that is the server's parent and outlives this process just long enough to end it.
///
/// It reads commands from a pipe. When this process ends, however it ends, the kernel closes the
/// pipe, the shell's `read` fails, and it stops the server and removes the directory.
/// `PR_SET_PDEATHSIG` would not do: it fires when the forking *thread* ends.
final class Supervisor: Sendable {
    private let layout: ClusterLayout
    private let commands: FileHandle
    private let ended: AsyncStream<Void>

    private static let script = """
        directory=$1
        shift
        start() {
            "$@" </dev/null >>"$directory/log" 2>&1 &
            server=$!
        }
        finish() {
            kill "-$1" "$server"
            wait "$server"
        }
        start "$@"
        while read -r command; do
            case $command in
            restart) finish INT; start "$@" ;;
            crash) finish QUIT; start "$@" ;;
            stop) break ;;
            esac
        done
        case $command in stop) finish INT ;; *) finish QUIT ;; esac
        cd /
        rm -rf "$directory"
        """

    /// Starts the shell and with it the server.
    ///
    /// - Throws: `system`.
    init(_ layout: ClusterLayout, settings: [String: String]) throws {
        self.layout = layout
        let pipe = Pipe()
        commands = pipe.fileHandleForWriting
        // Another child of this process that held the write end would keep the server alive.
        guard fcntl(commands.fileDescriptor, F_SETFD, FD_CLOEXEC) == 0 else {
            throw PrivateClusterError.system("fcntl: \(String(cString: strerror(errno)))")
        }
        // A session of its own, so that Ctrl-C and a killed process group leave the shell to its work.
        // `setsid` waits for the shell: one that ended would stay a zombie until the shell ends too,
        // because Foundation waits for the last holder of a socket that the shell inherits.
        let command =
            layout.prefix
            + ["/usr/bin/env", "setsid", "--wait", "sh", "-c", Supervisor.script, "supervisor"]
            + [layout.directory] + layout.command(settings: settings)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: command[0])
        process.arguments = Array(command.dropFirst())
        process.currentDirectoryURL = URL(fileURLWithPath: "/")
        process.standardInput = pipe
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        let (ended, continuation) = AsyncStream<Void>.makeStream()
        self.ended = ended
        process.terminationHandler = { _ in continuation.finish() }
        try process.runWithSignalsUnblocked()
    }

    /// The postmaster's process id, from its lock file.
    var postmaster: pid_t? { lockFile.first.flatMap { pid_t($0) } }

    /// Writes one command.
    func send(_ command: String) throws {
        try commands.write(contentsOf: Data((command + "\n").utf8))
    }

    /// Waits until the server takes connections; stops it if it does not.
    ///
    /// - Throws: `notReady` when it has ended or takes longer than a minute.
    func waitUntilFirstReady() async throws {
        do {
            try await wait { isReady || hasFailed }
            guard isReady else { throw PrivateClusterError.notReady(log: layout.logTail()) }
        } catch {
            await stop()
            throw error
        }
    }

    /// Waits until a postmaster other than `old` takes connections.
    ///
    /// - Throws: `notReady` when it takes longer than a minute.
    func waitUntilReady(after old: pid_t?) async throws {
        try await wait { isReady && postmaster != old }
    }

    private func wait(until condition: () -> Bool) async throws {
        let deadline = ContinuousClock.now + .seconds(60)
        while !condition() {
            guard ContinuousClock.now < deadline else {
                throw PrivateClusterError.notReady(log: layout.logTail())
            }
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    /// Stops the server and waits until the shell has removed the directory.
    func stop() async {
        do {
            try send("stop")
            try commands.close()
        } catch {
            // The shell is gone already, or ends now that it cannot be told anything.
            layout.remove()
        }
        for await _ in ended {}
    }

    /// The eighth line of the lock file is the postmaster's state (PostgreSQL's pidfile.h).
    private var isReady: Bool { lockFile.dropFirst(7).first?.hasPrefix("ready") ?? false }

    /// A first start that failed says so in its log, which was empty before, and leaves no lock file.
    private var hasFailed: Bool {
        lockFile.isEmpty && layout.logTail().contains("FATAL:")
    }

    private var lockFile: [Substring] {
        let file = layout.data + "/postmaster.pid"
        guard let contents = FileManager.default.contents(atPath: file) else { return [] }
        return String(decoding: contents, as: UTF8.self).split(
            separator: "\n",
            omittingEmptySubsequences: false
        )
    }
}
