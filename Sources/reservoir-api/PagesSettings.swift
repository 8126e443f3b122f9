import API
import Batch
import Foundation
import Postgres

/// What the environment and the settings file say of the pages.
struct PagesSettings {
    private let isOn: Bool
    private let address: String?
    private let authentication: String?
    private let people: [PageSettings.Person]
    private let operators: String?

    /// Notes what is wrong in `reader`.
    init(_ reader: inout SettingsReader) {
        isOn = Self.isOn(&reader)
        address = Self.origin("RESERVOIR_PAGES_URL", &reader)
        authentication = Self.web("RESERVOIR_PAGES_AUTHENTICATION_URL", &reader)
        people = Self.people(&reader)
        operators = reader.string("RESERVOIR_OPERATOR_DATABASE_URL")
    }

    /// Whether anybody may be whom they please: never where others can reach it.
    var isForDevelopment: Bool { isOn && !people.isEmpty }

    /// The settings; nil when pages are not served.
    ///
    /// `connection` is the program's own, of
    /// which operators share all but the address.
    func settings(_ connection: ConnectionConfiguration) -> PageSettings? {
        guard isOn else { return nil }
        var settings = PageSettings()
        settings.address = address
        settings.authentication = authentication
        settings.people = people
        settings.operators = operators.map { conninfo in
            var configuration = connection
            configuration.conninfo = conninfo
            return configuration
        }
        return settings
    }

    private static func isOn(_ reader: inout SettingsReader) -> Bool {
        let name = "RESERVOIR_PAGES"
        switch reader.string(name) {
        case nil, "off": return false
        case "on": return true
        case let text?:
            reader.note("\(name) is \(text): it must be on or off")
            return false
        }
    }

    /// An address as browsers say where a form came from: scheme, host, and a port that is not the
    /// scheme's own (RFC 6454, 6.2).
    private static func origin(_ name: String, _ reader: inout SettingsReader) -> String? {
        guard let text = web(name, &reader), let url = URLComponents(string: text) else {
            return nil
        }
        guard ["", "/"].contains(url.path), url.user == nil, url.password == nil,
            let scheme = url.scheme, let host = url.encodedHost
        else {
            reader.note("\(name) is \(text): it must be scheme, host and port alone")
            return nil
        }
        let standard = scheme == "https" ? 443 : 80
        let port = url.port.flatMap { $0 == standard ? nil : ":\($0)" } ?? ""
        return "\(scheme)://\(host.lowercased())\(port)"
    }

    private static func web(_ name: String, _ reader: inout SettingsReader) -> String? {
        guard let text = reader.string(name) else { return nil }
        guard let url = URLComponents(string: text), ["http", "https"].contains(url.scheme),
            url.encodedHost?.isEmpty == false, url.query == nil, url.fragment == nil
        else {
            reader.note("\(name) is \(text): it must be an address such as https://store.example")
            return nil
        }
        return text
    }

    private static func people(_ reader: inout SettingsReader) -> [PageSettings.Person] {
        let name = "RESERVOIR_PAGES_PEOPLE"
        guard let path = reader.string(name) else { return [] }
        do {
            let data = try Data(contentsOf: URL(fileURLWithPath: path))
            return try JSONDecoder().decode([PageSettings.Person].self, from: data)
        } catch {
            reader.note("\(name): \(path) must hold [{\"name\": …, \"token\": …}, …]")
            return []
        }
    }
}
