/// A hash that is the same in every process, unlike `Hasher`: FNV-1a with a strong last mix.
enum StableHash {
    static func of(_ text: String, seed: UInt64 = 0) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325 ^ mix(seed)
        for byte in text.utf8 {
            hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
        }
        return mix(hash)
    }

    /// A number from 0 up to but not including 1.
    static func fraction(_ text: String, seed: UInt64) -> Double {
        Double(of(text, seed: seed) >> 11) / Double(1 << 53)
    }

    /// Letters and digits that depend on the text alone, as an opaque id.
    static func token(_ text: String, length: Int) -> String {
        let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
        var token = ""
        var round: UInt64 = 0
        while token.count < length {
            var number = of(text, seed: round)
            for _ in 0..<10 where token.count < length {
                token.append(alphabet[Int(number % 62)])
                number /= 62
            }
            round += 1
        }
        return token
    }

    /// The finaliser of SplitMix64 (Steele, Lea, Flood 2014).
    private static func mix(_ value: UInt64) -> UInt64 {
        var mixed = value &+ 0x9e37_79b9_7f4a_7c15
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
