/// Decimal digits, written without a detour through `String`.
enum Decimal {
    /// Appends a number with at least `digitsMin` digits.
    static func append(_ number: UInt64, digitsMin: Int = 1, to text: inout [UInt8]) {
        // The largest number has 20 digits.
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
            var left = number
            var start = digits.count
            repeat {
                start -= 1
                digits[start] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: left % 10)
                left /= 10
            } while left > 0 || digits.count - start < digitsMin
            text.append(contentsOf: UnsafeMutableBufferPointer(rebasing: digits[start...]))
        }
    }
}
