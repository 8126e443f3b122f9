public import Money
public import Postgres

/// A game to be announced.
public struct NewGame: Sendable {
    /// When it comes out.
    public var releaseAt: Timestamp

    /// Addresses of images; the first one stands for the game in lists.
    public var images: [String]

    /// Its page; at least one language.
    public var texts: [GameText]

    /// Where it is sold, and for how much; may be empty.
    public var prices: [GamePrice]

    /// A game of these texts and prices.
    public init(releaseAt: Timestamp, images: [String], texts: [GameText], prices: [GamePrice]) {
        self.releaseAt = releaseAt
        self.images = images
        self.texts = texts
        self.prices = prices
    }
}

/// A game's page in one language.
public struct GameText: Sendable, Hashable {
    /// ISO 639-1, such as `ko`.
    public var language: String

    /// 1–200 characters.
    public var title: String

    /// What the game is.
    public var description: String

    /// What it needs to run.
    public var systemRequirements: String

    /// A page.
    public init(language: String, title: String, description: String, systemRequirements: String) {
        self.language = language
        self.title = title
        self.description = description
        self.systemRequirements = systemRequirements
    }
}

/// A game's list price and sales window in one country.
public struct GamePrice: Sendable, Hashable {
    /// ISO 3166 code of the country office that sells.
    public var country: String

    /// The list price in the country's currency.
    public var list: Money

    /// From when it can be reserved.
    public var salesFrom: Timestamp

    /// Until when, exclusive.
    public var salesUntil: Timestamp

    /// A price.
    public init(country: String, list: Money, salesFrom: Timestamp, salesUntil: Timestamp) {
        self.country = country
        self.list = list
        self.salesFrom = salesFrom
        self.salesUntil = salesUntil
    }
}

/// Why a game was refused; nothing was written.
public enum GameRefusal: StaffRefusing, Hashable, Sendable {
    /// Whoever does it may not.
    case staff(StaffRefusal)

    /// A game needs a page in at least one language.
    case noText

    /// Two pages have the same language, or a language is not two lower-case letters.
    case language(String)

    /// A title is empty, longer than 200 characters or more than one line.
    case title(language: String)

    /// A description or the system requirements are too long, or hold control characters.
    case text(language: String)

    /// An image is not an `https` address, or there are too many; which.
    case image(String)

    /// Two prices are for the same country.
    case priceTwice(country: String)

    /// There is no such country office.
    case unknownCountry(String)

    /// The country sells in another currency.
    case currency(country: String, expected: String)

    /// A list price is negative, or beyond 1,000,000,000,000 minor units.
    case listPrice(country: String)

    /// A sales window ends before it begins.
    case salesWindow(country: String)

    /// There is no such game, or it is announced no longer.
    case notAnnounced
}

extension GameRefusal: CustomStringConvertible {
    /// What is wrong with the game.
    public var description: String {
        switch self {
        case .staff(let refusal): "\(refusal)"
        case .noText: "a game needs a text in at least one language"
        case .language(let language): "the language \(language) is malformed or given twice"
        case .title(let language):
            "the title in \(language) must have 1 to 200 characters on one line"
        case .text(let language):
            "the texts in \(language) must have at most \(NewGame.textCharactersMax) characters "
                + "and no control characters"
        case .image(let image):
            "\(image.prefix(100)) is no image: give at most \(NewGame.imagesMax) https addresses"
        case .priceTwice(let country): "\(country) has two prices"
        case .unknownCountry(let country): "there is no country office \(country)"
        case .currency(let country, let expected): "\(country) sells in \(expected)"
        case .listPrice(let country):
            "the list price for \(country) must be from 0 to 1,000,000,000,000 minor units"
        case .salesWindow(let country): "the sales window in \(country) ends before it begins"
        case .notAnnounced: "there is no such game, or it was released or cancelled"
        }
    }
}

extension NewGame {
    /// Longest description, and longest system requirements; a page, not a book.
    static let textCharactersMax = 20_000

    /// Most images of a game.
    static let imagesMax = 20

    /// Longest address that every browser takes.
    private static let addressCharactersMax = 2_000

    /// What can be refused without a database.
    ///
    /// - Parameter currencies: each country office's currency.
    /// - Throws: the first refusal that applies.
    func check(currencies: [String: String]) throws(GameRefusal) {
        guard !texts.isEmpty else { throw .noText }
        var languages: Set<String> = []
        for text in texts {
            guard languages.insert(text.language).inserted else {
                throw .language(text.language)
            }
            try check(text)
        }
        for (place, image) in images.enumerated() {
            guard place < Self.imagesMax, image.hasPrefix("https://"), image.isOneLine,
                image.count <= Self.addressCharactersMax
            else { throw .image(image) }
        }
        var countries: Set<String> = []
        for price in prices {
            guard countries.insert(price.country).inserted else {
                throw .priceTwice(country: price.country)
            }
            try price.check(currencies: currencies)
        }
    }

    private func check(_ text: GameText) throws(GameRefusal) {
        let isCode =
            text.language.count == 2 && text.language.allSatisfy { $0.isASCII && $0.isLowercase }
        guard isCode else { throw .language(text.language) }
        guard text.title.isOneLine, text.title.unicodeScalars.count <= 200 else {
            throw .title(language: text.language)
        }
        for body in [text.description, text.systemRequirements] {
            guard body.unicodeScalars.count <= Self.textCharactersMax, body.isPlainText else {
                throw .text(language: text.language)
            }
        }
    }
}

extension GamePrice {
    /// What can be refused without a database; `currencies` is each country office's.
    ///
    /// - Throws: the first refusal that applies.
    func check(currencies: [String: String]) throws(GameRefusal) {
        guard let currency = currencies[country] else { throw .unknownCountry(country) }
        guard list.currency.code == currency else {
            throw .currency(country: country, expected: currency)
        }
        guard (0...1_000_000_000_000).contains(list.amountMinor) else {
            throw .listPrice(country: country)
        }
        guard salesFrom < salesUntil else { throw .salesWindow(country: country) }
    }
}
