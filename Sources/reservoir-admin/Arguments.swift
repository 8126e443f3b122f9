import ArgumentParser
import Foundation
import Money
import Postgres

/// Reads arguments; each says what it expected.
enum Arguments {
    static func id(_ text: String) throws(ValidationError) -> UUID {
        guard let id = UUID(uuidString: text) else {
            throw ValidationError("\(text) is not an id of 32 hexadecimal digits")
        }
        return id
    }

    static func instant(_ text: String) throws(ValidationError) -> Timestamp {
        guard let instant = Timestamp(text) else {
            throw ValidationError(
                "\(text) is not an instant with its offset, such as 2026-12-01T00:00:00+09:00"
            )
        }
        return instant
    }

    /// A share in percent with at most two decimals, as basis points: `12.5` is 1250.
    static func basisPoints(_ text: String) throws(ValidationError) -> Int64 {
        guard let points = DecimalText.units(text, fractionDigits: 2) else {
            throw ValidationError("\(text) is not a percentage such as 20 or 12.5")
        }
        return points
    }

    /// A time span of whole units: `90s`, `15m`, `2h` or `3d`.
    static func span(_ text: String) throws(ValidationError) -> Duration {
        let seconds: Int64? =
            switch text.last {
            case "s": 1
            case "m": 60
            case "h": 3_600
            case "d": 86_400
            default: nil
            }
        let digits = text.dropLast()
        guard let seconds, let count = Int64(digits), digits.allSatisfy(\.isNumber),
            count <= 1_000_000
        else { throw ValidationError("\(text) is not a time span such as 90s, 15m, 2h or 3d") }
        return .seconds(count * seconds)
    }
}
