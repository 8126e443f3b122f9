import Foundation
import Preorder

/// A game's picture, or, where there is none, one drawn from its id.
struct GameCover: Sendable {
    private let title: String
    private let image: String?
    private let gameID: UUID

    init(_ game: CatalogEntry) {
        title = game.title
        image = game.image
        gameID = game.gameID
    }

    var html: HTML {
        if let image, image.hasPrefix("https://") {
            return "<img class=\"cover\" src=\"\(web: image)\" alt=\"\" loading=\"lazy\">"
        }
        let bytes = gameID.uuid
        let hue = (Int(bytes.14) << 8 | Int(bytes.15)) % 360
        let (far, near) = (Int(bytes.12) % 240 + 40, Int(bytes.13) % 240 + 40)
        return """
            <svg class="cover" viewBox="0 0 320 180" role="img" aria-label="\(title)">\
            <rect width="320" height="180" fill="hsl(\(hue) 45% 30%)"/>\
            <circle cx="\(far)" cy="60" r="34" fill="hsl(\((hue + 40) % 360) 70% 62%)"/>\
            <path d="M0 140 Q \(near) 70 320 130 V180 H0Z" fill="hsl(\(hue) 50% 22%)"/>\
            <path d="M0 160 Q \(far) 110 320 165 V180 H0Z" fill="hsl(\(hue) 55% 14%)"/></svg>
            """
    }
}

/// What a game costs now, and what it cost before its discount.
struct PriceTag: Sendable {
    private let price: Price
    private let say: Words

    init(_ game: CatalogEntry, _ say: Words) {
        price = game.price
        self.say = say
    }

    var html: HTML {
        guard price.payable != price.list else { return "\(say.amount(price.payable))" }
        return "<s>\(say.amount(price.list))</s>\(say.amount(price.payable))"
    }
}
