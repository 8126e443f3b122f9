import Batch
import Foundation
import Money
import Postgres
import Preorder

/// A game as a JSON file describes it.
struct GameFile: Decodable {
    struct Text: Decodable {
        let language: String
        let title: String
        let description: String
        let systemRequirements: String
    }

    struct Price: Decodable {
        let country: String
        let listMinor: Int64
        let currency: Currency
        let salesFrom: Timestamp
        let salesUntil: Timestamp
    }

    let releaseAt: Timestamp
    let images: [String]?
    let texts: [Text]
    let prices: [Price]

    /// The game of the file at `path`; `-` is standard input.
    ///
    /// - Throws: `ProgramError.usage` for a file that cannot be read or is not of this shape.
    static func read(_ path: String) throws(ProgramError) -> NewGame {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        do {
            let data =
                path == "-"
                ? try FileHandle.standardInput.readToEnd() ?? Data()
                : try Data(contentsOf: URL(fileURLWithPath: path))
            return try decoder.decode(GameFile.self, from: data).game
        } catch let error as DecodingError {
            throw .usage("\(path): \(Self.text(error))")
        } catch {
            throw .usage("\(path) cannot be read")
        }
    }

    private var game: NewGame {
        NewGame(
            releaseAt: releaseAt,
            images: images ?? [],
            texts: texts.map {
                GameText(
                    language: $0.language,
                    title: $0.title,
                    description: $0.description,
                    systemRequirements: $0.systemRequirements
                )
            },
            prices: prices.map {
                GamePrice(
                    country: $0.country,
                    list: Money($0.listMinor, $0.currency),
                    salesFrom: $0.salesFrom,
                    salesUntil: $0.salesUntil
                )
            }
        )
    }

    private static func text(_ error: DecodingError) -> String {
        switch error {
        case .keyNotFound(let key, let context):
            "\(path(context)) has no \(written(key.stringValue))"
        case .dataCorrupted(let context) where context.codingPath.isEmpty:
            // The decoder says no more than this of either.
            "not valid JSON, or a number in it is not whole or too large"
        case .typeMismatch(_, let context), .valueNotFound(_, let context),
            .dataCorrupted(let context):
            "\(path(context)): \(context.debugDescription)"
        @unknown default: "not a game"
        }
    }

    private static func path(_ context: DecodingError.Context) -> String {
        let path = context.codingPath.map { key in
            key.intValue.map(String.init) ?? written(key.stringValue)
        }
        return path.isEmpty ? "the object" : path.joined(separator: ".")
    }

    /// A property's name as the file writes it: `releaseAt` is `release_at`.
    private static func written(_ name: String) -> String {
        name.reduce(into: "") { text, character in
            text += character.isUppercase ? "_" + character.lowercased() : String(character)
        }
    }
}
