import Foundation
import Testing

@Suite("The crontab")
struct CrontabTests {
    private static func commands() throws -> [(program: String, names: [String])] {
        try Jobs.text("jobs/reservoir.crontab").split(separator: "\n")
            .filter { $0.first.map { $0.isNumber || $0 == "*" } == true }
            .flatMap { Jobs.commands(String($0)) }
    }

    @Test("it names only programs and tasks that exist")
    func exist() throws {
        let vocabulary = try Jobs.vocabulary()
        let commands = try Self.commands()
        #expect(!commands.isEmpty)
        for (program, names) in commands {
            let known = try #require(vocabulary[program], "\(program) is not a batch program")
            #expect(!names.isEmpty, "\(program) is asked for nothing")
            for name in names { #expect(known.contains(name), "\(program) has no \(name)") }
        }
    }

    @Test("it names everything that there is to run")
    func complete() throws {
        let named = Dictionary(grouping: try Self.commands(), by: \.program)
            .mapValues { Set($0.flatMap(\.names)) }
        #expect(named == (try Jobs.vocabulary()))
    }

    @Test("every line has five fields of time that cron understands")
    func fields() throws {
        let field = /(\*|[0-9]{1,2})(\/[0-9]{1,2})?/
        let lines = try Jobs.text("jobs/reservoir.crontab").split(separator: "\n")
            .filter { $0.contains("reservoir-") && !$0.hasPrefix("#") && !$0.hasPrefix("MAILTO") }
        #expect(!lines.isEmpty)
        for line in lines {
            let words = line.split(whereSeparator: \.isWhitespace)
            #expect(words.prefix(5).allSatisfy { $0.wholeMatch(of: field) != nil }, "\(line)")
        }
    }
}
