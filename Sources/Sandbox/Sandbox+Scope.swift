import ServiceLifecycle

extension Sandbox {
    /// Runs a sandbox for as long as the body lasts, as tests and demonstrations want it.
    ///
    /// - Throws: what the body throws, `SandboxError` when the journal cannot be used, or what
    ///   kept a port from being opened.
    public static func serving<Value: Sendable>(
        _ configuration: SandboxConfiguration,
        _ body: @escaping @Sendable (SandboxAddress) async throws -> Value
    ) async throws -> Value {
        let (addresses, announcement) = AsyncStream.makeStream(of: SandboxAddress.self)
        let sandbox = try Sandbox(configuration) { announcement.yield($0) }
        defer { sandbox.close() }
        let services = sandbox.services(stoppingOn: [])
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                // However serving ends, nobody must go on waiting for an address.
                defer { announcement.finish() }
                try await sandbox.serve(services)
            }
            guard let address = await addresses.first(where: { _ in true }) else {
                try await group.waitForAll()
                throw SandboxError.cannotListen("the sandbox ended before it was ready")
            }
            let result = await outcome(of: body, address)
            await services.triggerGracefulShutdown()
            try await group.waitForAll()
            return try result.get()
        }
    }

    /// What the body came to, so that the servers can be stopped before it is passed on.
    private static func outcome<Value: Sendable>(
        of body: @Sendable (SandboxAddress) async throws -> Value,
        _ address: SandboxAddress
    ) async -> Result<Value, any Error> {
        do {
            return .success(try await body(address))
        } catch {
            return .failure(error)
        }
    }
}
