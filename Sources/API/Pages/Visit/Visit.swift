import Foundation
import HTTPTypes

/// A browser's request on its way to the page that answers it.
struct Visit: Sendable {
    let call: Call
    let settings: PageSettings
    let origin: Origin
    let say: Words
    private let token: String?
    private let formGuard: FormGuard?

    /// Who is signed in.
    var person: Caller? { call.caller }

    init(_ call: Call, zone: TimeZone) throws(Problem) {
        guard let settings = call.store.pages else { throw Problem(.notFound) }
        let token = Cookies(call.headers).token(isSecure: settings.isSecure)
        self.call = call
        self.settings = settings
        origin = Origin(settings, host: call.host)
        say = Words(call.language, zone: zone)
        formGuard = call.caller == nil ? nil : token.map(FormGuard.init)
        self.token = token
    }

    /// What the header calls whoever is signed in.
    var personName: String {
        let known = settings.people.first { $0.token == token }
        if let known { return known.name }
        return switch person {
        case nil: ""
        case .member: say("회원", "Member")
        case .manager(_, let country): say("담당자 \(country)", "Manager, \(country)")
        case .operator(_, let name): name
        }
    }

    /// Where the page can be asked for again.
    var backPath: String {
        guard call.route.method == .get else { return "/" }
        return call.queryText.map { "\(call.path)?\($0)" } ?? call.path
    }

    /// How a form is laid out.
    enum FormStyle: String {
        case fields, inline
    }

    /// A form that sends what it holds to `path`, with what every form of ours carries.
    func form(_ path: String, style: FormStyle = .fields, _ content: HTML) -> HTML {
        """
        <form method="post" action="\(path)" class="\(style.rawValue)">\
        <input type="hidden" name="guard" value="\(formGuard?.text ?? "")">\
        <input type="hidden" name="key" value="\(UUID().uuidString.lowercased())">\
        \(content)</form>
        """
    }

    /// What a form of ours brought.
    ///
    /// - Throws: `VisitFault` when it is not ours, or not this person's.
    func submission() throws -> Submission {
        let type = call.headers[.contentType]?.split(separator: ";").first ?? ""
        guard type == "application/x-www-form-urlencoded" else {
            throw Problem(.unsupportedMediaType)
        }
        let submission = try Submission(call.body)
        let isTheirs = formGuard?.isIn(submission.guardText) ?? true
        guard origin.isOf(call.headers), isTheirs else { throw VisitFault.staleForm }
        return submission
    }
}

extension Call {
    /// The language chosen by hand, or the best that the browser asks for.
    var language: Language { Cookies(headers).language ?? languages.language }
}

/// Why a form was not taken.
enum VisitFault: ProblemConvertible {
    /// It is not one of our pages', or was shown to somebody else: signed out meanwhile, perhaps.
    case staleForm

    var problem: Problem { Problem(.forbidden) }
}
