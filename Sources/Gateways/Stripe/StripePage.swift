/// One page of a list. Source: https://docs.stripe.com/api/pagination
struct StripePage<Item: Decodable>: Decodable {
    let data: [Item]
    let hasMore: Bool

    enum CodingKeys: String, CodingKey {
        case data
        case hasMore = "has_more"
    }
}
