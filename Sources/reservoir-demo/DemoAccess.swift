import Foundation

/// Who may come in to a served shop: the files that the API reads, and the tokens.
struct DemoAccess: Sendable {
    /// Where the API finds the key of tokens, and whom its sign-in page offers.
    let settings: [String: String]

    /// The tokens, by the names under which a shell finds them.
    let tokens: [String: String]

    /// What the sign-in page reads.
    private struct Button: Encodable {
        let name: String
        let token: String
    }

    /// Writes the files into `directory`, for nobody else to read.
    init(_ people: [DemoPerson], in directory: String) async throws {
        let signer = await DemoTokens()
        var buttons: [Button] = []
        var tokens: [String: String] = [:]
        for person in people {
            let token = try await signer.token(for: person)
            buttons.append(Button(name: person.label, token: token))
            let name = "RESERVOIR_\(person.role.rawValue.uppercased())"
            if tokens["\(name)_TOKEN"] == nil {
                tokens["\(name)_TOKEN"] = token
            } else if tokens["RESERVOIR_FRIEND_TOKEN"] == nil {
                tokens["RESERVOIR_FRIEND_TOKEN"] = token
                tokens["RESERVOIR_FRIEND_ID"] = person.id.uuidString.lowercased()
            }
        }
        self.tokens = tokens
        let (keys, names) = (directory + "/jwks.json", directory + "/people.json")
        try Self.write(try signer.keySet(), to: keys)
        try Self.write(try JSONEncoder().encode(buttons), to: names)
        settings = ["RESERVOIR_API_JWKS": keys, "RESERVOIR_PAGES_PEOPLE": names]
    }

    private static func write(_ data: Data, to file: String) throws {
        try data.write(to: URL(fileURLWithPath: file))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
    }
}
