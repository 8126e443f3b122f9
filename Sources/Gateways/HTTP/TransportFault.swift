import AsyncHTTPClient
import NIOCore
import NIOPosix
import NIOSSL

/// Which errors of the HTTP client prove that no byte of the request left.
///
/// The proof is by phase: only errors that can arise while there is no connection yet count. All
/// others, also those that merely usually come early, are lost answers.
package enum TransportFault {
    static func classify(_ error: any Error) -> TransportResult {
        let reason = "\(type(of: error)): \(error)"
        return isBeforeConnection(error) ? .unreachable(reason: reason) : .lost(reason: reason)
    }

    /// Whether an error arose while there was no connection.
    package static func isBeforeConnection(_ error: any Error) -> Bool {
        switch error {
        case let error as HTTPClientError: clientErrors.contains(error)
        // DNS failures and every refused address of a host name.
        case is NIOConnectionError: true
        case ChannelError.connectTimeout: true
        // Of the socket calls only connect(2) reports this one; others may come after a write.
        case let error as IOError: error.errnoCode == ECONNREFUSED
        case let error as NIOSSLError: isHandshake(error)
        case let error as NIOSSLExtraError: hostNameErrors.contains(error)
        default: false
        }
    }

    private static func isHandshake(_ error: NIOSSLError) -> Bool {
        guard case .handshakeFailed = error else { return false }
        return true
    }

    // The pool's time-out is raised for requests that were never given a connection.
    private static let clientErrors: [HTTPClientError] = [
        .connectTimeout, .tlsHandshakeTimeout, .getConnectionFromPoolTimeout, .alreadyShutdown,
        .invalidURL, .emptyHost,
    ]

    private static let hostNameErrors: [NIOSSLExtraError] = [
        .failedToValidateHostname, .serverHostnameImpossibleToMatch,
        .cannotUseIPAddressInSNI, .invalidSNIHostname,
    ]
}
