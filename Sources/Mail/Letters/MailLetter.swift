/// A letter before it is laid out: templates fill it, and it becomes text and HTML.
public struct MailLetter: Hashable, Sendable {
    /// One line of the table, such as "Points used" and "1,200 points".
    public struct Row: Hashable, Sendable {
        /// What the line is about.
        public var label: String

        /// What it says.
        public var value: String

        /// A line of the table.
        public init(_ label: String, _ value: String) {
            self.label = label
            self.value = value
        }
    }

    /// The language of the fixed parts (greeting and closing).
    public var language: MailLanguage

    /// The subject line.
    public var subject: String

    /// The recipient's name; empty for a greeting without one.
    public var memberName: String

    /// What happened, one paragraph each.
    public var paragraphs: [String]

    /// The facts as a table.
    public var rows: [Row]

    /// What else the member should know, below the table.
    public var notes: [String]

    /// A letter to one member.
    public init(
        language: MailLanguage,
        subject: String,
        memberName: String,
        paragraphs: [String],
        rows: [Row] = [],
        notes: [String] = []
    ) {
        self.language = language
        self.subject = subject
        self.memberName = memberName
        self.paragraphs = paragraphs
        self.rows = rows
        self.notes = notes
    }

    /// The letter laid out.
    public var content: MailContent {
        MailContent(subject: subject, text: text, html: HTMLLayout(letter: self).document)
    }

    var greeting: String {
        switch (language, memberName.isEmpty) {
        case (.korean, true): "회원님, 안녕하세요."
        case (.korean, false): "\(memberName) 님, 안녕하세요."
        case (.english, true): "Hello,"
        case (.english, false): "Hello \(memberName),"
        }
    }

    var closing: String {
        switch language {
        case .korean: "이 메일은 발신 전용입니다. 궁금한 점은 게임 스토어 고객센터로 문의해 주세요."
        case .english:
            "This mail was sent automatically. For questions please contact the game store's "
                + "customer service."
        }
    }

    private var text: String {
        let table = rows.map { "\($0.label): \($0.value)" }.joined(separator: "\n")
        let blocks = [greeting] + paragraphs + [table] + notes + ["--\n" + closing]
        return blocks.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
    }
}
