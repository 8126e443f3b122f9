import CPostgres

/// The hosts of a conninfo, environment and service file included.
struct HostList {
    private var hosts: [String]
    private var addresses: [String]
    private var ports: [String]

    /// The hosts that a connection has been told of.
    init(_ connection: OpaquePointer) {
        let options = HostList.options(connection)
        hosts = HostList.items(options["host"])
        addresses = HostList.items(options["hostaddr"])
        ports = HostList.items(options["port"])
    }

    /// How many there are; at least one, the default socket.
    var count: Int { max(hosts.count, addresses.count, 1) }

    /// The list as parameters that override the conninfo's.
    var parameters: [(name: String, value: String)] {
        [("host", hosts), ("hostaddr", addresses), ("port", ports)].map { name, items in
            (name, items.joined(separator: ","))
        }
    }

    /// The list behind the host that a connection is busy with; nil if that is the last.
    func after(_ connection: OpaquePointer) -> HostList? {
        let name = PQhost(connection).map { String(cString: $0) }
        let port = PQport(connection).map { String(cString: $0) }
        let index = (0..<count).first { index in
            let label = [item(hosts, index), item(addresses, index)].first { !$0.isEmpty } ?? ""
            return label == name && (ports.count < 2 || item(ports, index) == port)
        }
        return index.flatMap { dropFirst($0 + 1) }
    }

    /// The list without its first hosts; nil if none is left.
    func dropFirst(_ dropped: Int = 1) -> HostList? {
        guard dropped < count else { return nil }
        var rest = self
        rest.hosts = Array(hosts.dropFirst(dropped))
        rest.addresses = Array(addresses.dropFirst(dropped))
        // A single port stands for all hosts.
        if ports.count > 1 { rest.ports = Array(ports.dropFirst(dropped)) }
        return rest
    }

    private func item(_ items: [String], _ index: Int) -> String {
        items.indices.contains(index) ? items[index] : ""
    }

    private static func items(_ list: String?) -> [String] {
        guard let list, !list.isEmpty else { return [] }
        return list.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }

    private static func options(_ connection: OpaquePointer) -> [String: String] {
        guard let first = PQconninfo(connection) else { return [:] }
        defer { PQconninfoFree(first) }
        var options: [String: String] = [:]
        var option = first
        while let keyword = option.pointee.keyword {
            options[String(cString: keyword)] = option.pointee.val.map { String(cString: $0) }
            option += 1
        }
        return options
    }
}
