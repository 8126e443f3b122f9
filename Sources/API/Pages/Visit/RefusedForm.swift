import HTTPTypes
import Preorder

/// Why a form was refused, and what would do, in the visitor's words; nothing was written.
struct RefusedForm: Error {
    let text: String
    let status: HTTPResponse.Status

    /// What is said, by default of something that is well-formed and cannot be done.
    init(_ text: String, _ status: HTTPResponse.Status = .unprocessableContent) {
        self.text = text
        self.status = status
    }

    /// What everybody is told of a problem.
    init(_ problem: Problem, _ say: Words) {
        let (title, detail) = problem.kind.text(in: say.language)
        self.init("\(title). \(detail)", problem.kind.status)
    }

    /// Shown where the form stands.
    var notice: HTML { "<div class=\"notice bad\" role=\"alert\"><p>\(text)</p></div>" }
}
