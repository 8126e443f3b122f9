import Foundation
import Glibc

/// Where a cluster lives and as whom it runs.
struct ClusterLayout: Sendable {
    let directory: String
    let programs: String
    let port: Int
    let listensOnTCP: Bool

    /// What stands before a command line so that it does not run as root; empty for other users.
    let prefix: [String]

    var data: String { directory + "/data" }
    var log: String { directory + "/log" }

    /// Creates the cluster's directory, owned by the user the server will run as.
    ///
    /// - Throws: `PrivateClusterError`.
    static func create(tcp: Bool) async throws -> ClusterLayout {
        let programs = try await Programs.directory()
        let user = try ServerUser.find()
        let port = tcp ? try FreePort.find() : 5432
        // A socket's path has at most 107 bytes, so the directory's name is short.
        var template = Array(
            (FileManager.default.temporaryDirectory.path + "/pg-XXXXXX").utf8CString
        )
        guard mkdtemp(&template) != nil else { throw failure("mkdtemp") }
        let directory = String(decoding: template.dropLast().map(UInt8.init), as: UTF8.self)
        if let user, chown(directory, user.uid, user.gid) != 0 { throw failure("chown") }
        return ClusterLayout(
            directory: directory,
            programs: programs,
            port: port,
            listensOnTCP: tcp,
            prefix: user?.prefix ?? []
        )
    }

    /// Runs `initdb`.
    ///
    /// - Throws: `programFailed`.
    func initialize() async throws {
        // --no-sync spares the new, still empty files; the server itself keeps fsync on.
        let command =
            prefix + [
                programs + "/initdb", "-D", data, "-U", PrivateCluster.superuser, "-A", "trust",
                "-E", "UTF8", "--no-locale", "--no-sync", "--no-instructions",
            ]
        _ = try await Program.run(command[0], Array(command.dropFirst()))
    }

    /// The server's command line.
    func command(settings: [String: String]) -> [String] {
        var all = [
            "listen_addresses": listensOnTCP ? "127.0.0.1" : "",
            "port": "\(port)",
            "unix_socket_directories": directory,
        ]
        all.merge(settings) { _, given in given }
        return [programs + "/postgres", "-D", data]
            + all.sorted { $0.key < $1.key }.flatMap { ["-c", "\($0.key)=\($0.value)"] }
    }

    /// Removes the directory if it is still there.
    func remove() {
        do {
            try FileManager.default.removeItem(atPath: directory)
        } catch CocoaError.fileNoSuchFile {
            return  // The supervisor has removed it already.
        } catch {
            FileHandle.standardError.write(Data("cannot remove \(directory): \(error)\n".utf8))
        }
    }

    /// The end of the server's log.
    func logTail() -> String {
        guard let contents = FileManager.default.contents(atPath: log) else { return "no log" }
        return String(decoding: contents.suffix(2000), as: UTF8.self)
    }

    private static func failure(_ call: String) -> PrivateClusterError {
        .system("\(call): \(String(cString: strerror(errno)))")
    }
}
