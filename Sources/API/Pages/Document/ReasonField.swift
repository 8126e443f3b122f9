/// Where whoever does something says why; it is kept.
struct ReasonField: Sendable {
    private let say: Words
    private let typed: String?

    /// A field that holds what was typed before, if anything was.
    init(_ say: Words, typed: String? = nil) {
        self.say = say
        self.typed = typed
    }

    var html: HTML {
        """
        <label>\(say("사유", "Reason"))<textarea name="reason" rows="2" maxlength="2000" required>\
        \(typed ?? "")</textarea>\
        <span class="hint">\(say("이름과 함께 기록됩니다.", "It is kept with your name."))</span></label>
        """
    }
}
