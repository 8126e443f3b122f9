/// Lays a letter out as one HTML document for mail programs.
///
/// Tables and inline styles because mail programs drop style sheets; nothing is loaded, so
/// opening the mail tells nobody.
struct HTMLLayout {
    let letter: MailLetter

    var document: String {
        """
        <!DOCTYPE html>
        <html lang="\(letter.language.rawValue)">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>\(Self.escaped(letter.subject))</title>
        </head>
        <body style="margin:0;padding:24px 12px;background:#f3f4f6;\(Self.font)">
        <div style="max-width:560px;margin:0 auto;background:#ffffff;border-radius:12px;\
        border:1px solid #e5e7eb;padding:32px 28px">
        <h1 style="margin:0 0 20px;font-size:20px;line-height:1.4;color:#111827">\
        \(Self.escaped(letter.subject))</h1>
        \(body)
        </div>
        <p style="max-width:560px;margin:16px auto 0;font-size:12px;line-height:1.6;\
        color:#6b7280;text-align:center">\(Self.escaped(letter.closing))</p>
        </body>
        </html>

        """
    }

    /// Text as HTML: also safe inside a quoted attribute.
    static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    private static let font =
        "font-family:-apple-system,'Segoe UI',Roboto,'Apple SD Gothic Neo','Malgun Gothic',"
        + "'Noto Sans KR',sans-serif"

    private var body: String {
        let opening = ([letter.greeting] + letter.paragraphs).map {
            paragraph($0, style: "margin:0 0 14px;font-size:15px;line-height:1.7;color:#1f2937")
        }
        let notes = letter.notes.map {
            paragraph($0, style: "margin:0 0 8px;font-size:13px;line-height:1.7;color:#4b5563")
        }
        return (opening + table + notes).joined(separator: "\n")
    }

    private var table: [String] {
        guard !letter.rows.isEmpty else { return [] }
        let cell = "padding:10px 0;border-bottom:1px solid #f3f4f6;font-size:14px;"
        let rows = letter.rows.map { row in
            """
            <tr><td style="\(cell)color:#6b7280;white-space:nowrap;padding-right:16px">\
            \(Self.escaped(row.label))</td>
            <td style="\(cell)color:#111827;text-align:right;word-break:break-word">\
            \(Self.escaped(row.value))</td></tr>
            """
        }
        let open = """
            <table role="presentation" cellpadding="0" cellspacing="0" \
            style="width:100%;border-collapse:collapse;border-top:1px solid #e5e7eb;\
            margin:20px 0">
            """
        return [open] + rows + ["</table>"]
    }

    private func paragraph(_ text: String, style: String) -> String {
        "<p style=\"\(style)\">\(Self.escaped(text))</p>"
    }
}
