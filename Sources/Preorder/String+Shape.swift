extension String {
    /// Whether it is one line that a person can read: no control characters, line ends and NUL
    /// among them, and not blank.
    var isOneLine: Bool {
        !isBlank && unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
    }

    /// Whether it is text that can be stored and shown: of the control characters, line ends and
    /// tabs alone.
    var isPlainText: Bool {
        unicodeScalars.allSatisfy { scalar in
            switch scalar {
            case "\n", "\r", "\t": true
            default: scalar.properties.generalCategory != .control
            }
        }
    }

    /// Whether it names a merchant account; the constraint `gateway_account_name`.
    var isAccountName: Bool {
        utf8.first != UInt8(ascii: "-") && consists(of: "abcdefghijklmnopqrstuvwxyz0123456789-", 63)
    }

    /// Whether it can stand in `account=credential_id:secret`.
    var isCredentialID: Bool {
        lowercased().consists(of: "abcdefghijklmnopqrstuvwxyz0123456789._-", 64)
    }

    private func consists(of alphabet: String, _ most: Int) -> Bool {
        (1...most).contains(utf8.count) && utf8.allSatisfy { alphabet.utf8.contains($0) }
    }
}
