import Crypto

/// The one stylesheet of all pages; its address changes with it, so that browsers may keep it.
enum Stylesheet {
    static let path = "/assets/\(name).css"

    private static let name: String = {
        let digest = SHA256.hash(data: Array(text.utf8))
        return Base64URL.encode(digest.prefix(12))
    }()

    static let text = base + store + tables + operation

    private static let base = """
        :root{--ink:#172033;--soft:#5a6478;--line:#dfe4ec;--paper:#fff;--ground:#f3f5f9;\
        --accent:#2456e6;--good:#0b7a4b;--warn:#9a5b00;--bad:#b3261e;--tint:#e8eefc;\
        color-scheme:light dark}
        @media(prefers-color-scheme:dark){:root{--ink:#e7ebf3;--soft:#9aa5b8;--line:#2c3546;\
        --paper:#171d29;--ground:#0f141d;--accent:#7ea2ff;--good:#4fcf95;--warn:#e6ab4d;\
        --bad:#ff8a80;--tint:#1e2a48}}
        *{box-sizing:border-box}
        body{margin:0;word-break:keep-all;overflow-wrap:break-word;background:var(--ground);color:var(--ink);\
        font:16px/1.55 system-ui,"Noto Sans KR","Apple SD Gothic Neo",sans-serif}
        a{color:var(--accent)}
        header{background:var(--paper);border-bottom:1px solid var(--line)}
        header>div,main,footer{max-width:72rem;margin:0 auto;padding:0 1.25rem}
        header>div{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;align-items:center;\
        padding-top:.7rem;padding-bottom:.7rem}
        .brand{font-weight:800;font-size:1.15rem;letter-spacing:-.02em;text-decoration:none;\
        color:var(--ink)}
        nav{display:flex;flex-wrap:wrap;gap:.25rem .25rem;flex:1}
        nav a{padding:.3rem .6rem;font-size:.95rem;border-radius:.5rem;text-decoration:none;color:var(--soft);\
        white-space:nowrap}
        @media(max-width:56rem){header nav{order:3;flex-basis:100%}.person{margin-left:auto}}
        nav a:hover{background:var(--ground)}
        nav a[aria-current]{background:var(--tint);color:var(--accent);font-weight:600}
        .person button{padding:.25rem .75rem;font-size:.875rem}
        .person{display:flex;flex-wrap:wrap;gap:.5rem;align-items:center;color:var(--soft);\
        font-size:.9rem}
        main{padding-top:1.75rem;padding-bottom:3rem}
        footer{padding-bottom:2rem;color:var(--soft);font-size:.85rem}
        h1{font-size:1.6rem;line-height:1.25;letter-spacing:-.02em;margin:0 0 1rem}
        h2{font-size:1.15rem;margin:2rem 0 .75rem}
        p{margin:.4rem 0 1rem}
        .soft{color:var(--soft)}.small{font-size:.875rem}
        .card{background:var(--paper);border:1px solid var(--line);border-radius:.9rem;\
        padding:1.25rem}
        .card>:last-child{margin-bottom:0}.card>h2:first-child{margin-top:0}
        .stack{display:grid;gap:1rem}
        button,.button{display:inline-block;padding:.55rem 1.1rem;border:1px solid transparent;\
        border-radius:.6rem;font:inherit;font-weight:600;background:var(--accent);\
        color:var(--paper);cursor:pointer;text-decoration:none;text-align:center}
        button:hover,.button:hover{filter:brightness(1.08)}
        button.quiet,.button.quiet{background:transparent;color:var(--accent);\
        border-color:var(--line)}
        button.danger{background:transparent;color:var(--bad);border-color:var(--bad)}
        button:disabled{background:var(--ground);color:var(--soft);border-color:var(--line);\
        cursor:not-allowed;filter:none}
        button:focus-visible,a:focus-visible,input:focus-visible,select:focus-visible,\
        textarea:focus-visible,summary:focus-visible{outline:3px solid var(--accent);\
        outline-offset:2px}
        form{margin:0}form.inline{display:inline}
        form.fields{display:grid;gap:.9rem;max-width:32rem}
        label{display:grid;gap:.25rem;font-weight:600;font-size:.92rem}
        label.choice{display:flex;align-items:center;gap:.6rem;font-weight:400;\
        padding:.55rem .8rem;border:1px solid var(--line);border-radius:.6rem;cursor:pointer}
        label.choice:has(:checked){border-color:var(--accent);background:var(--tint)}
        fieldset{border:0;margin:0;padding:0;display:grid;gap:.5rem}
        legend{font-weight:600;font-size:.92rem;padding:0;margin-bottom:.3rem}
        input,select,textarea{font:inherit;padding:.5rem .7rem;border:1px solid var(--line);\
        border-radius:.6rem;background:var(--paper);color:var(--ink);width:100%;font-weight:400}
        input[type=radio]{width:auto;accent-color:var(--accent)}
        .hint{font-weight:400;color:var(--soft);font-size:.85rem}
        .notice{border-left:4px solid var(--accent);background:var(--tint);padding:.8rem 1rem;\
        border-radius:.4rem;margin:0 0 1.25rem}
        .notice.bad{border-color:var(--bad)}.notice.warn{border-color:var(--warn)}\
        .notice p{margin:0}.notice dl.facts{margin:.6rem 0 0}
        .badge{display:inline-block;padding:.1rem .55rem;border-radius:1rem;font-size:.82rem;\
        font-weight:600;background:var(--tint);color:var(--accent);white-space:nowrap}
        .badge.good{color:var(--good)}.badge.warn{color:var(--warn)}.badge.bad{color:var(--bad)}
        details>summary{cursor:pointer;font-weight:600}
        details[open]>summary{margin-bottom:.9rem}
        .empty{padding:2.5rem 1rem;text-align:center;color:var(--soft)}
        code{font:.9em ui-monospace,monospace;overflow-wrap:anywhere}

        """

    private static let store = """
        .shelf{display:grid;grid-template-columns:repeat(auto-fill,minmax(15rem,1fr));gap:1.1rem}
        .game{display:grid;grid-template-rows:auto 1fr;overflow:hidden;padding:0;\
        text-decoration:none;color:inherit}
        .game:hover{border-color:var(--accent)}
        .game .about{padding:.95rem 1.1rem 1.1rem;display:grid;gap:.35rem;align-content:start}
        .game h2{margin:0;font-size:1.05rem}
        .cover{display:block;width:100%;aspect-ratio:16/9;object-fit:cover;\
        background:var(--tint)}
        article .cover{border-radius:.9rem}article h1{margin:.4rem 0 0}
        .price{font-weight:700}.price s{font-weight:400;color:var(--soft);margin-right:.35rem}
        .split{display:grid;gap:1.5rem;align-items:start}
        @media(min-width:52rem){.split{grid-template-columns:3fr 2fr}}
        .prose{white-space:pre-line}
        .pager{text-align:center;margin-top:1.5rem}
        .total{font-size:1.5rem;font-weight:800;letter-spacing:-.02em}
        dl.facts{display:grid;grid-template-columns:auto 1fr;gap:.3rem 1.2rem;margin:0 0 1rem}
        dl.facts dt{color:var(--soft)}dl.facts dd{margin:0}
        .line{display:flex;flex-wrap:wrap;gap:.5rem 1.25rem;align-items:center;\
        justify-content:space-between}
        .line h2{margin:0}.actions{display:flex;flex-wrap:wrap;gap:.5rem}
        .narrow{max-width:34rem;margin-left:auto;margin-right:auto}

        """

    private static let tables = """
        .scroll{overflow-x:auto;background:var(--paper);border:1px solid var(--line);\
        border-radius:.9rem}
        table{border-collapse:collapse;width:100%;font-size:.92rem}
        th,td{padding:.5rem .8rem;text-align:left;vertical-align:top;\
        border-bottom:1px solid var(--line)}
        tr:last-child td{border-bottom:0}
        th{font-size:.8rem;color:var(--soft);font-weight:600;white-space:nowrap}
        td.number,th.number{text-align:right;font-variant-numeric:tabular-nums;\
        white-space:nowrap}
        .time{white-space:nowrap;font-variant-numeric:tabular-nums}
        code.id{font-size:.8em;white-space:nowrap}td code.id{display:block;line-height:1.7}
        td .zero{color:var(--soft);opacity:.6}

        """

    private static let operation = """
        .tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(11rem,1fr));gap:.9rem;\
        margin-bottom:1.25rem}
        .tile{display:block;text-decoration:none;color:inherit}
        .tile b{display:block;font-size:1.7rem;line-height:1.2;font-variant-numeric:tabular-nums}
        .tile.bad{border-color:var(--bad)}.tile.bad b{color:var(--bad)}
        .tile.warn{border-color:var(--warn)}.tile.warn b{color:var(--warn)}
        .charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,26rem),1fr));\
        gap:1rem}
        figure{margin:0}figcaption{font-weight:600;margin-bottom:.6rem}
        svg.chart{display:block;width:100%;height:auto}
        svg.chart rect.bar{fill:var(--accent)}svg.chart rect.second{fill:var(--warn)}\
        svg.chart rect.third{fill:var(--bad)}svg.chart g:hover rect.bar{opacity:.75}
        svg.chart text{fill:var(--soft);font:11px system-ui,sans-serif}
        svg.chart line{stroke:var(--line)}
        .key{display:inline-block;width:.7rem;height:.7rem;border-radius:.2rem;\
        background:var(--accent);margin:0 .35rem 0 .8rem}.key.second{background:var(--warn)}\
        .key.third{background:var(--bad)}
        .unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);\
        white-space:nowrap}
        nav.filter{flex:none;margin:0 0 .5rem}
        .tile small{display:block;color:var(--soft);font-size:.82rem;line-height:1.4}
        @media(min-width:68rem){.tiles.seven{grid-template-columns:repeat(7,1fr)}\
        .seven .tile{padding:.9rem 1rem;font-size:.88rem}}
        figcaption span{font-weight:400;white-space:nowrap}
        .charts{margin-bottom:1.5rem}.charts>*{max-width:44rem}h2.first{margin-top:0}
        @media(min-width:52rem){.split.wide{grid-template-columns:1fr 20rem}}
        .split>*{min-width:0}
        td form.inline{display:flex;gap:.4rem}td form.inline input{min-width:7rem}\
        td form.inline button{white-space:nowrap;padding:.3rem .8rem}
        .bad-text{color:var(--bad);font-weight:600}.warn-text{color:var(--warn);font-weight:600}

        """
}
