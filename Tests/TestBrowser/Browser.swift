import AsyncHTTPClient
public import Foundation
import NIOCore
import NIOFoundationCompat
import NIOHTTP1

/// Headless Chromium, driven as a person would use it.
///
/// Source: W3C WebDriver. Whatever is looked for is waited for: a page that loads itself again is
/// looked at until it has it.
public struct Browser: Sendable {
    private let driver: String
    private let session: String
    private let client: HTTPClient

    /// How long something may take to appear.
    private static let patience = Duration.seconds(60)

    /// Opens a browser of its own whose person reads `language`; it ends with the body.
    public static func open(
        language: String = "en",
        _ body: (Browser) async throws -> Void
    ) async throws {
        let client = HTTPClient(eventLoopGroupProvider: .singleton)
        let driver = try BrowserDriver.start()
        let result: Result<Void, any Error>
        do {
            let browser = try await begin(driver.url, language, client)
            do {
                try await body(browser)
                result = .success(())
            } catch {
                result = .failure(error)
            }
            _ = try await browser.ask(.DELETE, "")
        } catch {
            driver.stop()
            try await client.shutdown()
            throw error
        }
        driver.stop()
        try await client.shutdown()
        try result.get()
    }

    private static func begin(
        _ driver: String,
        _ language: String,
        _ client: HTTPClient
    ) async throws -> Browser {
        let arguments = [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
            "--no-first-run", "--disable-background-networking", "--window-size=1280,900",
            "--accept-lang=\(language)",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
        ]
        let capabilities: [String: any Sendable] = [
            "browserName": "chrome", "goog:chromeOptions": ["args": arguments],
            "timeouts": ["implicit": Int(patience / .milliseconds(1))],
            "goog:loggingPrefs": ["browser": "ALL"],
        ]
        let opening = Browser(driver: driver, session: "", client: client)
        let value = try await opening.send(
            .POST,
            driver + "/session",
            ["capabilities": ["alwaysMatch": capabilities]]
        )
        let session = (value as? [String: any Sendable])?["sessionId"] as? String
        guard let session else { throw BrowserError("the browser has no session") }
        return Browser(driver: driver, session: session, client: client)
    }

    /// Opens an address.
    public func go(to url: String) async throws { try await ask(.POST, "/url", ["url": url]) }

    /// The address of the page.
    public func address() async throws -> String { try await text(ask(.GET, "/url")) }

    /// Loads the page again.
    public func reload() async throws { try await ask(.POST, "/refresh", [:]) }

    /// Goes back to the page before.
    public func back() async throws { try await ask(.POST, "/back", [:]) }

    /// Clicks what a CSS selector finds.
    public func click(_ selector: String) async throws {
        try await ask(.POST, "/element/\(find(selector))/click", [:])
    }

    /// Types into what a CSS selector finds, in place of what is there.
    public func fill(_ selector: String, _ text: String) async throws {
        let element = try await find(selector)
        try await ask(.POST, "/element/\(element)/clear", [:])
        try await ask(.POST, "/element/\(element)/value", ["text": text])
    }

    /// The text that a person sees of what a CSS selector finds first.
    public func text(of selector: String) async throws -> String {
        try await text(ask(.GET, "/element/\(find(selector))/text"))
    }

    /// An attribute of what a CSS selector finds first; nil when it has none.
    public func attribute(_ name: String, of selector: String) async throws -> String? {
        try await ask(.GET, "/element/\(find(selector))/attribute/\(name)") as? String
    }

    /// How many there are on the page now; nothing is waited for.
    public func count(_ selector: String) async throws -> Int {
        let value = try await ask(
            .POST,
            "/execute/sync",
            [
                "script": "return document.querySelectorAll(arguments[0]).length",
                "args": [selector],
            ]
        )
        return (value as? NSNumber)?.intValue ?? 0
    }

    /// Waits until there is what a CSS selector finds.
    public func wait(for selector: String) async throws { _ = try await find(selector) }

    /// Gives the window another size.
    public func resize(width: Int, height: Int) async throws {
        try await ask(.POST, "/window/rect", ["width": width, "height": height])
    }

    /// Has the person prefer dark pages from now on.
    public func preferDark() async throws {
        let scheme: [String: any Sendable] = ["name": "prefers-color-scheme", "value": "dark"]
        let features: [String: any Sendable] = ["features": [scheme]]
        try await ask(
            .POST,
            "/goog/cdp/execute",
            ["cmd": "Emulation.setEmulatedMedia", "params": features]
        )
    }

    /// By how many pixels the page is wider than its window.
    public func overflow() async throws -> Int {
        let width = "document.documentElement.scrollWidth - window.innerWidth"
        let value = try await ask(
            .POST,
            "/execute/sync",
            ["script": "return \(width)", "args": [String]()]
        )
        return (value as? NSNumber)?.intValue ?? 0
    }

    /// What the browser itself complained of, such as a breach of the page's policy.
    public func complaints() async throws -> [String] {
        let value = try await ask(.POST, "/se/log", ["type": "browser"])
        return (value as? [[String: any Sendable]] ?? []).map { "\($0["message"] ?? "")" }
    }

    /// A picture of the page, PNG.
    public func picture() async throws -> Data {
        Data(base64Encoded: try await text(ask(.GET, "/screenshot"))) ?? Data()
    }

    /// Keeps a picture for whoever wants to look, in the directory that RESERVOIR_TEST_PICTURES
    /// names, if it does.
    public func keepPicture(_ name: String) async throws {
        let setting = ProcessInfo.processInfo.environment["RESERVOIR_TEST_PICTURES"]
        guard let directory = setting else { return }
        try await picture().write(to: URL(fileURLWithPath: "\(directory)/\(name).png"))
    }

    private func find(_ selector: String) async throws -> String {
        let value = try await ask(
            .POST,
            "/element",
            ["using": "css selector", "value": selector]
        )
        let element = (value as? [String: any Sendable])?.values.first as? String
        guard let element else { throw BrowserError("there is no \(selector)") }
        return element
    }

    private func text(_ value: (any Sendable)?) throws -> String {
        guard let text = value as? String else { throw BrowserError("not a text") }
        return text
    }

    @discardableResult
    private func ask(
        _ method: HTTPMethod,
        _ path: String,
        _ body: [String: any Sendable]? = nil
    ) async throws -> (any Sendable)? {
        try await send(method, "\(driver)/session/\(session)\(path)", body)
    }

    private func send(
        _ method: HTTPMethod,
        _ url: String,
        _ body: [String: any Sendable]?
    ) async throws -> (any Sendable)? {
        var request = HTTPClientRequest(url: url)
        request.method = method
        if let body {
            request.body = .bytes(
                ByteBuffer(bytes: try JSONSerialization.data(withJSONObject: body))
            )
        }
        let response = try await client.execute(request, timeout: .seconds(120))
        let answer = Data(buffer: try await response.body.collect(upTo: 32 << 20))
        let document =
            try JSONSerialization.jsonObject(with: answer) as? [String: any Sendable]
        let value = document?["value"]
        guard response.status == .ok else {
            let error = value as? [String: any Sendable]
            throw BrowserError("\(error?["error"] ?? "") \(error?["message"] ?? "")")
        }
        return value
    }
}

/// What the browser could not do.
public struct BrowserError: Error, CustomStringConvertible {
    /// In the driver's words.
    public let description: String

    init(_ description: String) { self.description = description }
}
