/// The page on which a buyer approves or declines, in Korean and English.
struct AuthenticationPage: Sendable {
    /// What the form carries back, as the address of the page gave it.
    let fields: FormFields

    let amount: String
    let order: String
    let method: String

    var html: String {
        """
        <!DOCTYPE html>
        <html lang="ko">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>결제 인증 · Payment authentication</title>
        <style>\(Self.style)</style>
        </head>
        <body>
        <main>
        <p class="badge">SANDBOX · 테스트 결제</p>
        <h1>결제 인증 <small lang="en">Payment authentication</small></h1>
        <dl>
        <dt>결제 금액 <span lang="en">Amount</span></dt><dd class="amount">\(escape(amount))</dd>
        <dt>주문번호 <span lang="en">Order</span></dt><dd>\(escape(order))</dd>
        <dt>결제수단 <span lang="en">Method</span></dt><dd>\(escape(method))</dd>
        </dl>
        <form method="post" action="/authenticate">
        \(hiddenFields)
        <button name="decision" value="approve">승인 <span lang="en">Approve</span></button>
        <button name="decision" value="decline" class="quiet">거절 \
        <span lang="en">Decline</span></button>
        </form>
        <p class="note">실제로 청구되지 않습니다. <span lang="en">No money moves.</span></p>
        </main>
        </body>
        </html>
        """
    }

    /// A page that only says something.
    static func notice(_ korean: String, _ english: String) -> String {
        """
        <!DOCTYPE html>
        <html lang="ko">
        <head><meta charset="utf-8"><title>Sandbox</title><style>\(style)</style></head>
        <body><main><p class="badge">SANDBOX</p><h1>\(escaped(korean)) \
        <small lang="en">\(escaped(english))</small></h1></main></body>
        </html>
        """
    }

    private var hiddenFields: String {
        fields.pairs.map {
            #"<input type="hidden" name="\#(escape($0.name))" value="\#(escape($0.value))">"#
        }.joined(separator: "\n")
    }

    private func escape(_ text: String) -> String { Self.escaped(text) }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
            .replacing(">", with: "&gt;").replacing("\"", with: "&quot;")
            .replacing("'", with: "&#39;")
    }

    private static let style = """
        *{box-sizing:border-box}body{margin:0;min-height:100vh;display:grid;place-items:center;\
        background:#eef1f6;color:#1b2233;font:16px/1.5 system-ui,"Noto Sans KR",sans-serif}\
        main{width:min(26rem,92vw);background:#fff;border-radius:1rem;padding:2rem;\
        box-shadow:0 12px 40px rgba(27,34,51,.12)}h1{font-size:1.4rem;margin:.5rem 0 1.25rem}\
        small,[lang=en]{color:#5b6478;font-weight:400;font-size:.85rem}h1 small{display:block}\
        .badge{margin:0;font-size:.75rem;letter-spacing:.08em;color:#1f5eff}\
        dl{display:grid;grid-template-columns:auto 1fr;gap:.5rem 1rem;margin:0 0 1.5rem}\
        dt{color:#5b6478}dd{margin:0;text-align:right;overflow-wrap:anywhere}\
        .amount{font-size:1.4rem;font-weight:700}form{display:grid;gap:.6rem}\
        button{padding:.9rem;border:0;border-radius:.7rem;font:inherit;font-weight:600;\
        background:#1f5eff;color:#fff;cursor:pointer}button [lang=en]{color:inherit;opacity:.8}\
        button.quiet{background:#eef1f6;color:#1b2233}\
        button:focus-visible{outline:3px solid #9db8ff;outline-offset:2px}\
        .note{margin:1.25rem 0 0;text-align:center;color:#5b6478;font-size:.85rem}
        """
}
