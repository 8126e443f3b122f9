/// A decimal number that a person typed.
public enum DecimalText {
    /// Longer than any amount.
    private static let digitsMax = 15

    /// How many units of its last digit a number is that has at most `fractionDigits` decimals.
    ///
    /// `12.5` with two decimals is 1250. Nil for what is no such number, or a negative one.
    public static func units(_ text: String, fractionDigits: Int) -> Int64? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let fraction = parts.count == 2 ? parts[1] : ""
        guard parts.count <= 2, let whole = parts.first, !whole.isEmpty,
            parts.count == 1 || !fraction.isEmpty, fraction.count <= fractionDigits,
            (whole + fraction).allSatisfy({ $0.isASCII && $0.isNumber })
        else { return nil }
        let digits =
            whole + fraction + String(repeating: "0", count: fractionDigits - fraction.count)
        return digits.count <= digitsMax ? Int64(digits) : nil
    }
}
