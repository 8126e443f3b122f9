import Foundation
import Testing

@Suite("jobs/bootstrap")
struct BootstrapTests {
    @Test("where everything is there it does nothing, and says so")
    func idempotent() throws {
        let path = Jobs.root.appendingPathComponent("jobs/bootstrap").path
        #expect(FileManager.default.isExecutableFile(atPath: path))
        let (status, output) = try Jobs.run(path, [])
        #expect(status == 0, "\(output)")
        #expect(output == "bootstrap: nothing to do\n")
    }
}
