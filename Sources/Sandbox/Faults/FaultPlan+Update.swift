import Foundation

extension FaultPlan {
    /// The plan with the settings of a JSON object, the others left as they are.
    ///
    /// Names are those of the program's options with underscores: `decline_rate`, `delay_ms`,
    /// `timeout_hold_ms`, `timeout_all`, `fault_queries`, `down_seconds`, `down_kind`, `seed`; and
    /// `operations` and `accounts` (lists, null for all), `next` (scripted faults), `down`
    /// (outages), `"reset": true` (begin from no faults).
    ///
    /// - Throws: `DecodingError` when a name is unknown or a value is out of its range.
    func updated(with json: String) throws -> FaultPlan {
        let decoder = JSONDecoder()
        decoder.userInfo[.plan] = self
        return try decoder.decode(Update.self, from: Data(json.utf8)).plan
    }

    /// The plan as JSON, in the names that an update understands.
    var json: JSON {
        var members: [JSON.Member] = [
            .init(name: "seed", value: .decimal(String(seed))),
            .init(name: "timeout_all", value: .bool(timeoutAll)),
            .init(name: "fault_queries", value: .bool(meetsQueries)),
            .init(name: "delay_ms", value: .number(delay.milliseconds)),
            .init(name: "timeout_hold_ms", value: .number(hold.milliseconds)),
            .init(name: "down", value: .array(outages.map(\.json))),
            .init(name: "down_seconds", value: .number(outageSlot.milliseconds / 1_000)),
            .init(name: "down_kind", value: .string(outageKind.rawValue)),
        ]
        for fault in Fault.allCases {
            members.append(
                .init(name: "\(fault.rawValue)_rate", value: .decimal("\(rates[fault] ?? 0)"))
            )
        }
        return .object(members)
    }

    private struct Name: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }

        init?(intValue: Int) { nil }
    }

    private struct Update: Decodable {
        var plan: FaultPlan

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Name.self)
            let base = decoder.userInfo[.plan] as? FaultPlan ?? FaultPlan()
            let reset = Name(stringValue: "reset")
            plan = try container.decodeIfPresent(Bool.self, forKey: reset) == true ? .init() : base
            for name in container.allKeys where name.stringValue != "reset" {
                guard let setting = FaultSetting(name: name.stringValue) else {
                    throw DecodingError.dataCorruptedError(
                        forKey: name,
                        in: container,
                        debugDescription: "there is no setting \(name.stringValue)"
                    )
                }
                try apply(setting, container, name)
            }
        }

        private mutating func apply(
            _ setting: FaultSetting,
            _ container: KeyedDecodingContainer<Name>,
            _ name: Name
        ) throws {
            switch setting {
            case .seed: plan.seed = try container.decode(UInt64.self, forKey: name)
            case .rate(let fault):
                plan.rates[fault] = try number(container, name, atMost: 1)
            case .timeoutAll: plan.timeoutAll = try container.decode(Bool.self, forKey: name)
            case .meetsQueries: plan.meetsQueries = try container.decode(Bool.self, forKey: name)
            case .delay:
                plan.delay = .milliseconds(try number(container, name, atMost: 86_400_000))
            case .hold:
                plan.hold = .milliseconds(try number(container, name, atMost: 86_400_000))
            case .operations:
                plan.operations = try container.decodeIfPresent(Set<Operation>.self, forKey: name)
            case .accounts:
                plan.accounts = try container.decodeIfPresent(Set<String>.self, forKey: name)
            case .script:
                plan.script = try container.decode([ScriptedFault].self, forKey: name)
            case .outages, .outageSlot, .outageKind: try applyOutage(setting, container, name)
            }
        }

        private mutating func applyOutage(
            _ setting: FaultSetting,
            _ container: KeyedDecodingContainer<Name>,
            _ name: Name
        ) throws {
            switch setting {
            case .outageSlot:
                let seconds = try number(container, name, atMost: 86_400)
                plan.outageSlot = .seconds(max(1, seconds))
            case .outageKind:
                plan.outageKind = try container.decode(Outage.Kind.self, forKey: name)
            default: plan.outages = try container.decode([Outage].self, forKey: name)
            }
        }

        private func number(
            _ container: KeyedDecodingContainer<Name>,
            _ name: Name,
            atMost maximum: Double
        ) throws -> Double {
            let number = try container.decode(Double.self, forKey: name)
            guard number >= 0, number <= maximum else {
                throw DecodingError.dataCorruptedError(
                    forKey: name,
                    in: container,
                    debugDescription: "\(name.stringValue) must be from 0 to \(Int(maximum))"
                )
            }
            return number
        }
    }
}

extension CodingUserInfoKey {
    /// The plan that an update starts from.
    fileprivate static let plan: CodingUserInfoKey = {
        guard let key = CodingUserInfoKey(rawValue: "plan") else {
            preconditionFailure("a user info key takes any text")
        }
        return key
    }()
}

extension Duration {
    fileprivate var milliseconds: Int64 {
        components.seconds * 1_000 + components.attoseconds / 1_000_000_000_000_000
    }
}
