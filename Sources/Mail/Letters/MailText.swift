/// Makes text that members and managers typed harmless before it enters a mail.
public enum MailText {
    /// Longest fact that a mail shows, in characters: a name field must not carry a whole
    /// advertisement to somebody else's mailbox.
    public static let factCharactersMax = 120

    /// One line without control and direction-changing characters.
    ///
    /// Line ends and tabs become spaces, other controls (NUL, ESC …), bidirectional controls and
    /// line separators disappear, runs of spaces become one, and what is longer than `limit`
    /// characters ends in an ellipsis. Joiners inside emoji stay.
    public static func singleLine(_ text: String, limit: Int = factCharactersMax) -> String {
        var line = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if isBlank(scalar) {
                if line.last != " ", !line.isEmpty { line.append(" ") }
            } else if !isHarmful(scalar) {
                line.append(scalar)
            }
        }
        if line.last == " " { line.removeLast() }
        return shortened(String(line), limit)
    }

    /// The number with thousands separators: `1,200`.
    public static func grouped(_ number: Int64) -> String {
        let digits = String(number.magnitude)
        var grouped = number < 0 ? "-" : ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { grouped.append(",") }
            grouped.append(digit)
        }
        return grouped
    }

    /// Also bounds the scalars: one character may carry thousands of combining marks.
    private static func shortened(_ text: String, _ limit: Int) -> String {
        let scalarsMax = limit * 8
        guard text.count > limit || text.unicodeScalars.count > scalarsMax else { return text }
        var kept = ""
        for character in text.prefix(limit - 1) {
            let scalars = kept.unicodeScalars.count + character.unicodeScalars.count
            guard scalars < scalarsMax else { break }
            kept.append(character)
        }
        return kept + "…"
    }

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09...0x0D, 0x20, 0x85, 0x2028, 0x2029: true
        default: false
        }
    }

    /// Controls, and the bidirectional controls of Unicode Standard Annex 9, which can make a
    /// mail read as something else than it says.
    static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x61C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069, 0xFEFF, 0xFFF9...0xFFFB:
            true
        default:
            scalar.properties.generalCategory == .control
        }
    }
}
