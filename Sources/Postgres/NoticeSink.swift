import CPostgres

/// Receives a connection's notices and warnings.
final class NoticeSink {
    private let handle: (@Sendable (ServerError) -> Void)?

    init(_ handle: (@Sendable (ServerError) -> Void)?) {
        self.handle = handle
    }

    /// Becomes the connection's receiver; must outlive the connection.
    func install(on connection: OpaquePointer) {
        let receive: PQnoticeReceiver = { sink, result in
            guard let sink, let result else { return }
            Unmanaged<NoticeSink>.fromOpaque(sink).takeUnretainedValue().receive(result)
        }
        PQsetNoticeReceiver(connection, receive, Unmanaged.passUnretained(self).toOpaque())
    }

    private func receive(_ result: OpaquePointer) {
        guard let handle, let notice = ServerError(result, during: "") else { return }
        handle(notice)
    }
}
