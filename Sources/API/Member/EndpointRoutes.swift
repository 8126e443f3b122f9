import Foundation
import HTTPTypes
import Postgres
import Preorder

/// Where a member wants to be told of results (A12).
enum EndpointRoutes {
    private static let path = "/v1/webhook-endpoints"

    static let all: [Route] = [
        .member(.get, path) { call, member in
            try call.noQuery()
            let endpoints = try await call.rows(of: ReadEndpoints(memberID: member.memberID))
            return Answer(.page(endpoints.map(\.json), next: nil))
        },
        .member(.post, path, [.addressRefused, .tooManyEndpoints]) { call, member in
            var fields = try call.fields()
            let url = try fields.string("url", characters: 1...1_900)
            try fields.end()
            let endpoints = call.store.endpoints
            return try await call.once { tx in
                let id = try endpoints.add(url, of: member.memberID, in: tx)
                return KeptAnswer(.created, at: nil, ["endpoint_id": .id(id)])
            }
        },
        .member(.delete, path + "/{endpoint_id}", [.unknownEndpoint]) { call, member in
            try call.noQuery()
            let id = try call.id("endpoint_id", or: .unknownEndpoint)
            let removed = try await call.store.pool.withConnection { connection in
                try await connection.execute(
                    RemoveEndpoint(endpointID: id, memberID: member.memberID)
                )
            }
            guard removed == 1 else { throw Problem(.unknownEndpoint) }
            return Answer(["endpoint_id": .id(id)])
        },
        .member(.get, path + "/{endpoint_id}/secret", [.unknownEndpoint]) { call, member in
            try call.noQuery()
            let id = try call.id("endpoint_id", or: .unknownEndpoint)
            let endpoints = call.store.endpoints
            let secret = try await call.store.pool.withConnection { connection in
                try await endpoints.secret(of: id, member.memberID, on: connection)
            }
            guard let secret else { throw Problem(.unknownEndpoint) }
            return Answer(["secret": .string(secret.text)])
        },
        .member(
            .post,
            path + "/{endpoint_id}/secret/rotation",
            [.unknownEndpoint]
        ) { call, member in
            let id = try call.id("endpoint_id", or: .unknownEndpoint)
            let fields = try call.fields()
            try fields.end()
            let endpoints = call.store.endpoints
            return try await call.once { tx in
                try endpoints.rotate(id, of: member.memberID, in: tx)
                return KeptAnswer(.ok, at: nil, ["endpoint_id": .id(id)])
            }
        },
        .member(.post, path + "/{endpoint_id}/enabling", [.unknownEndpoint]) { call, member in
            let id = try call.id("endpoint_id", or: .unknownEndpoint)
            try call.fields().end()
            let endpoints = call.store.endpoints
            return try await call.once { tx in
                try endpoints.enable(id, of: member.memberID, in: tx)
                return KeptAnswer(.ok, at: nil, ["endpoint_id": .id(id)])
            }
        },
    ]
}

extension WebhookEndpoint {
    fileprivate var json: JSON {
        [
            "endpoint_id": .id(endpointID), "url": .string(url),
            "created_at": .instant(createdAt),
            "disabled_at": .optional(disabledAt, JSON.instant),
            "disabled_reason": .optional(disabledReason, JSON.string),
        ]
    }
}

extension WebhookRefusal: ProblemConvertible {
    var problem: Problem {
        switch self {
        case .address: Problem(.addressRefused)
        case .tooMany: Problem(.tooManyEndpoints)
        case .unknownEndpoint: Problem(.unknownEndpoint)
        case .unknownDelivery: Problem(.unknownDelivery)
        case .pending: Problem(.deliveryPending)
        case .disabled: Problem(.endpointDisabled)
        case .staff(let refusal): refusal.problem
        }
    }
}
