// generated from schema/nnc.graphql by `cargo xtask codegen`; do not edit

import Foundation

/// A wish for a virtual interface.
public struct CreateVirtualInterfaceInput: Hashable, Sendable {
    /// Names the instance; unique on the router.
    public var name: String
    /// The name in the service catalogue, such as `tor`.
    public var service: String
    /// The interface that the service is behind; `ether1` where it is absent. A bridge port means its bridge.
    public var parent: String?
    /// The VLAN id; from the pool where it is absent.
    public var vlanId: Int?
    /// The resolver that steered devices are sent to.
    public var dns: String?
    public var gatewayType: GatewayType
    /// The instance whose virtual interface carries this one's own traffic.
    public var through: String?
    public var onFailure: OnFailure
    public var ipv6: Bool
    public var dhcp: Bool

    public init(name: String, service: String, parent: String? = nil, vlanId: Int? = nil, dns: String? = nil, gatewayType: GatewayType = GatewayType.none, through: String? = nil, onFailure: OnFailure = OnFailure.closed, ipv6: Bool = false, dhcp: Bool = false) {
        self.name = name
        self.service = service
        self.parent = parent
        self.vlanId = vlanId
        self.dns = dns
        self.gatewayType = gatewayType
        self.through = through
        self.onFailure = onFailure
        self.ipv6 = ipv6
        self.dhcp = dhcp
    }

    func write(_ to: inout Fields) {
        to.text("name", name)
        to.text("service", service)
        to.text("parent", parent)
        to.int("vlanId", vlanId)
        to.text("dns", dns)
        to.text("gatewayType", gatewayType.word)
        to.text("through", through)
        to.text("onFailure", onFailure.word)
        to.boolean("ipv6", ipv6)
        to.boolean("dhcp", dhcp)
    }
}

/// A change to a VLAN pool.
public struct UpdateVlanPoolInput: Hashable, Sendable {
    public var first: Int?
    public var last: Int?
    public var prefix: String?
    public var quarantine: TimeInterval?

    public init(first: Int? = nil, last: Int? = nil, prefix: String? = nil, quarantine: TimeInterval? = nil) {
        self.first = first
        self.last = last
        self.prefix = prefix
        self.quarantine = quarantine
    }

    func write(_ to: inout Fields) {
        to.int("first", first)
        to.int("last", last)
        to.text("prefix", prefix)
        to.interval("quarantine", quarantine)
    }
}

extension GatewayType {
    var word: String {
        switch self {
        case .none: return "NONE"
        case .hevSocks5Tunnel: return "HEV_SOCKS5_TUNNEL"
        }
    }
}

extension OnFailure {
    var word: String {
        switch self {
        case .closed: return "CLOSED"
        case .open: return "OPEN"
        }
    }
}

extension Layer {
    var word: String {
        switch self {
        case .configuration: return "CONFIGURATION"
        case .validation: return "VALIDATION"
        case .deployment: return "DEPLOYMENT"
        case .runtime: return "RUNTIME"
        case .telemetry: return "TELEMETRY"
        case .metadata: return "METADATA"
        case .relationships: return "RELATIONSHIPS"
        case .platform: return "PLATFORM"
        }
    }
}
