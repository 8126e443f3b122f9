import HTTPTypes
import Postgres
import Preorder

/// What members of a manager's country can pay with (A3).
enum MethodAdministrationRoutes {
    private static let path = "/v1/manager/payment-methods"

    static let all: [Route] = [
        .manager(.get, path) { call, manager in
            try call.noQuery()
            let methods = try await call.rows(
                of: ReadMethods(country: manager.country, offeredOnly: false)
            )
            return Answer(.page(methods.map(\.json), next: nil))
        },
        .manager(
            .put,
            path + "/{method}",
            [.unknownMethod, .methodRefused, .unknownManager, .otherCountry, .reasonUnreadable]
        ) { call, manager in
            let method = call.captures["method"] ?? ""
            var fields = try call.fields()
            let isEnabled = try fields.bool("is_enabled")
            let named = try fields.optionalString("account", characters: 1...63)
            let reason = try fields.string("reason")
            try fields.end()
            guard let account = named ?? (isEnabled ? nil : "") else {
                throw Problem.malformed("/account", "is missing")
            }
            let offices = CountryOffices(by: StaffAct(by: manager.staff, reason: reason))
            try await call.store.pool.withConnection { connection in
                guard isEnabled else {
                    return try await offices.disable(
                        method,
                        country: manager.country,
                        on: connection
                    ).get()
                }
                try await offices.enable(
                    method,
                    country: manager.country,
                    account: account,
                    on: connection
                ).get()
            }
            await call.store.catalogue.drop()
            return Answer(["method": .string(method), "is_enabled": .bool(isEnabled)])
        },
    ]
}

extension PaymentMethod {
    fileprivate var json: JSON {
        [
            "method": .string(method), "account": .string(account),
            "gateway": .string(gateway), "is_enabled": .bool(isEnabled),
        ]
    }
}
