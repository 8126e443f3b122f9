import Glibc

/// The user a root process runs PostgreSQL as, because PostgreSQL refuses root.
struct ServerUser {
    let name: String
    let uid: uid_t
    let gid: gid_t

    /// What stands before a command line to run it as this user.
    var prefix: [String] {
        [
            "/usr/bin/env", "setpriv", "--reuid", "\(uid)", "--regid", "\(gid)", "--clear-groups",
            "--",
        ]
    }

    /// The user, or nil when this process is not root.
    ///
    /// - Throws: `unprivilegedUserMissing`.
    static func find() throws(PrivateClusterError) -> ServerUser? {
        guard geteuid() == 0 else { return nil }
        for name in ["postgres", "nobody"] {
            guard let entry = getpwnam(name)?.pointee else { continue }
            return ServerUser(name: name, uid: entry.pw_uid, gid: entry.pw_gid)
        }
        throw .unprivilegedUserMissing
    }
}
