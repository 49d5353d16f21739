// generated from schema/nnc.graphql by `cargo xtask codegen`; do not edit

import NncKit

extension Api: Callable {
    func call(_ method: String, _ given: Given) async throws -> Answer {
        switch method {
        case "open":
            try given.among("path", "actor", "wait", "patience", "allowLockout")
            if given.only("path") { return .handle(try await Nnc.open(path: try given("path"))) }
            return .handle(try await Nnc.open(path: try given("path"), actor: try given("actor"), wait: try given("wait"), patience: try given("patience"), allowLockout: try given("allowLockout", else: false)))
        case "openForTest":
            try given.among("path", "seed", "time", "actor", "wait", "patience", "allowLockout")
            if given.only("path", "seed", "time") { return .handle(try await Nnc.openForTest(path: try given("path"), seed: try given("seed"), time: try given("time"))) }
            return .handle(try await Nnc.openForTest(path: try given("path"), seed: try given("seed"), time: try given("time"), actor: try given("actor"), wait: try given("wait"), patience: try given("patience"), allowLockout: try given("allowLockout", else: false)))
        case "version":
            try given.among()
            return .value(try await Nnc.version())
        default:
            throw Misplaced(what: "Api has no \(method)")
        }
    }
}

extension Nnc: Callable {
    func call(_ method: String, _ given: Given) async throws -> Answer {
        switch method {
        case "routers":
            try given.among()
            return .value(try await self.routers())
        case "router":
            try given.among("name")
            return .handle(try await self.router(name: try given("name")))
        case "addRouter":
            try given.among("name", "url", "password", "pin", "insecure", "offline")
            if given.only("name", "url") { return .value(try await self.addRouter(name: try given("name"), url: try given("url"))) }
            return .value(try await self.addRouter(name: try given("name"), url: try given("url"), password: try given("password"), pin: try given("pin"), insecure: try given("insecure", else: false), offline: try given("offline", else: false)))
        case "removeRouter":
            try given.among("name", "keepRows")
            if given.only("name") { try await self.removeRouter(name: try given("name")); return .nothing }
            try await self.removeRouter(name: try given("name"), keepRows: try given("keepRows", else: false)); return .nothing
        case "events":
            try given.among("kind", "router", "resource", "capacity")
            if given.only() { return .stream(Stream(try self.events())) }
            return .stream(Stream(try self.events(kind: try given("kind"), router: try given("router"), resource: try given("resource"), capacity: try given("capacity", else: 16384))))
        case "setTime":
            try given.among("time")
            try await self.setTime(time: try given("time")); return .nothing
        default:
            throw Misplaced(what: "Nnc has no \(method)")
        }
    }
}

extension RouterHandle: Callable {
    func call(_ method: String, _ given: Given) async throws -> Answer {
        switch method {
        case "info":
            try given.among()
            return .value(try await self.info())
        case "virtualInterfaces":
            try given.among()
            return .handle(self.virtualInterfaces)
        case "steeringRules":
            try given.among()
            return .handle(self.steeringRules)
        case "vlanPool":
            try given.among()
            return .handle(self.vlanPool)
        case "resources":
            try given.among()
            return .handle(self.resources)
        case "drift":
            try given.among()
            return .value(try await self.drift())
        case "repair":
            try given.among()
            return .value(try await self.repair())
        case "startRepair":
            try given.among()
            return .handle(try self.startRepair())
        case "acceptDifferences":
            try given.among("ids")
            return .value(try await self.acceptDifferences(ids: try given("ids")))
        case "adoptDifferences":
            try given.among("ids")
            return .value(try await self.adoptDifferences(ids: try given("ids")))
        case "startAdoptDifferences":
            try given.among("ids")
            return .handle(try self.startAdoptDifferences(ids: try given("ids")))
        case "verifyLeaks":
            try given.among("device")
            if given.only() { return .value(try await self.verifyLeaks()) }
            return .value(try await self.verifyLeaks(device: try given("device")))
        case "refresh":
            try given.among()
            return .value(try await self.refresh())
        case "recover":
            try given.among()
            return .value(try await self.recover())
        default:
            throw Misplaced(what: "RouterHandle has no \(method)")
        }
    }
}

extension Operation: Callable {
    func call(_ method: String, _ given: Given) async throws -> Answer {
        switch method {
        case "result":
            try given.among()
            return .value(try await self.result())
        case "progress":
            try given.among()
            return .stream(Stream(try self.progress()))
        case "cancel":
            try given.among()
            try await self.cancel(); return .nothing
        default:
            throw Misplaced(what: "Operation has no \(method)")
        }
    }
}

extension VirtualInterfaces: Callable {
    func call(_ method: String, _ given: Given) async throws -> Answer {
        switch method {
        case "create":
            try given.among("interfaces", "dryRun")
            if given.only("interfaces") { return .value(try await self.create(interfaces: try given("interfaces"))) }
            return .value(try await self.create(interfaces: try given("interfaces"), dryRun: try given("dryRun", else: false)))
        case "startCreate":
            try given.among("interfaces", "dryRun")
            if given.only("interfaces") { return .handle(try self.startCreate(interfaces: try given("interfaces"))) }
            return .handle(try self.startCreate(interfaces: try given("interfaces"), dryRun: try given("dryRun", else: false)))
        case "list":
            try given.among()
            return .value(try await self.list())
        case "get":
            try given.among("instance")
            return .value(try await self.get(instance: try given("instance")))
        case "chain":
            try given.among("instance")
            return .value(try await self.chain(instance: try given("instance")))
        case "delete":
            try given.among("instances", "cascade", "dryRun")
            if given.only("instances") { return .value(try await self.delete(instances: try given("instances"))) }
            return .value(try await self.delete(instances: try given("instances"), cascade: try given("cascade", else: false), dryRun: try given("dryRun", else: false)))
        case "startDelete":
            try given.among("instances", "cascade", "dryRun")
            if given.only("instances") { return .handle(try self.startDelete(instances: try given("instances"))) }
            return .handle(try self.startDelete(instances: try given("instances"), cascade: try given("cascade", else: false), dryRun: try given("dryRun", else: false)))
        default:
            throw Misplaced(what: "VirtualInterfaces has no \(method)")
        }
    }
}

extension SteeringRules: Callable {
    func call(_ method: String, _ given: Given) async throws -> Answer {
        switch method {
        case "add":
            try given.among("device", "via", "ipv4Only", "dryRun")
            if given.only("device", "via") { return .value(try await self.add(device: try given("device"), via: try given("via"))) }
            return .value(try await self.add(device: try given("device"), via: try given("via"), ipv4Only: try given("ipv4Only", else: false), dryRun: try given("dryRun", else: false)))
        case "startAdd":
            try given.among("device", "via", "ipv4Only", "dryRun")
            if given.only("device", "via") { return .handle(try self.startAdd(device: try given("device"), via: try given("via"))) }
            return .handle(try self.startAdd(device: try given("device"), via: try given("via"), ipv4Only: try given("ipv4Only", else: false), dryRun: try given("dryRun", else: false)))
        case "switch":
            try given.among("device", "via", "dryRun")
            if given.only("device", "via") { return .value(try await self.switch(device: try given("device"), via: try given("via"))) }
            return .value(try await self.switch(device: try given("device"), via: try given("via"), dryRun: try given("dryRun", else: false)))
        case "startSwitch":
            try given.among("device", "via", "dryRun")
            if given.only("device", "via") { return .handle(try self.startSwitch(device: try given("device"), via: try given("via"))) }
            return .handle(try self.startSwitch(device: try given("device"), via: try given("via"), dryRun: try given("dryRun", else: false)))
        case "remove":
            try given.among("device", "dryRun")
            if given.only("device") { return .value(try await self.remove(device: try given("device"))) }
            return .value(try await self.remove(device: try given("device"), dryRun: try given("dryRun", else: false)))
        case "startRemove":
            try given.among("device", "dryRun")
            if given.only("device") { return .handle(try self.startRemove(device: try given("device"))) }
            return .handle(try self.startRemove(device: try given("device"), dryRun: try given("dryRun", else: false)))
        case "list":
            try given.among()
            return .value(try await self.list())
        default:
            throw Misplaced(what: "SteeringRules has no \(method)")
        }
    }
}

extension VlanPoolHandle: Callable {
    func call(_ method: String, _ given: Given) async throws -> Answer {
        switch method {
        case "status":
            try given.among()
            return .value(try await self.status())
        case "allocations":
            try given.among()
            return .value(try await self.allocations())
        case "configure":
            try given.among("change")
            return .value(try await self.configure(change: try given("change")))
        case "clean":
            try given.among()
            return .value(try await self.clean())
        case "startClean":
            try given.among()
            return .handle(try self.startClean())
        default:
            throw Misplaced(what: "VlanPoolHandle has no \(method)")
        }
    }
}

extension Resources: Callable {
    func call(_ method: String, _ given: Given) async throws -> Answer {
        switch method {
        case "list":
            try given.among()
            return .value(try await self.list())
        case "show":
            try given.among("which", "layers")
            if given.only("which") { return .value(try await self.show(which: try given("which"))) }
            return .value(try await self.show(which: try given("which"), layers: try given("layers", else: [])))
        case "at":
            try given.among("which", "time", "layers")
            if given.only("which", "time") { return .value(try await self.at(which: try given("which"), time: try given("time"))) }
            return .value(try await self.at(which: try given("which"), time: try given("time"), layers: try given("layers", else: [])))
        case "history":
            try given.among("which", "layers", "limit")
            if given.only("which") { return .value(try await self.history(which: try given("which"))) }
            return .value(try await self.history(which: try given("which"), layers: try given("layers", else: []), limit: try given("limit", else: 50)))
        case "diff":
            try given.among("which", "since", "until", "layers")
            if given.only("which", "since", "until") { return .value(try await self.diff(which: try given("which"), since: try given("since"), until: try given("until"))) }
            return .value(try await self.diff(which: try given("which"), since: try given("since"), until: try given("until"), layers: try given("layers", else: [])))
        case "impact":
            try given.among("which")
            return .value(try await self.impact(which: try given("which")))
        case "depend":
            try given.among("which", "on", "reason")
            if given.only("which", "on") { try await self.depend(which: try given("which"), on: try given("on")); return .nothing }
            try await self.depend(which: try given("which"), on: try given("on"), reason: try given("reason")); return .nothing
        case "apply":
            try given.among("kind", "document", "dryRun")
            if given.only("kind", "document") { return .value(try await self.apply(kind: try given("kind"), document: try given.json("document"))) }
            return .value(try await self.apply(kind: try given("kind"), document: try given.json("document"), dryRun: try given("dryRun", else: false)))
        case "startApply":
            try given.among("kind", "document", "dryRun")
            if given.only("kind", "document") { return .handle(try self.startApply(kind: try given("kind"), document: try given.json("document"))) }
            return .handle(try self.startApply(kind: try given("kind"), document: try given.json("document"), dryRun: try given("dryRun", else: false)))
        case "delete":
            try given.among("which", "cascade", "dryRun")
            if given.only("which") { return .value(try await self.delete(which: try given("which"))) }
            return .value(try await self.delete(which: try given("which"), cascade: try given("cascade", else: false), dryRun: try given("dryRun", else: false)))
        case "startDelete":
            try given.among("which", "cascade", "dryRun")
            if given.only("which") { return .handle(try self.startDelete(which: try given("which"))) }
            return .handle(try self.startDelete(which: try given("which"), cascade: try given("cascade", else: false), dryRun: try given("dryRun", else: false)))
        default:
            throw Misplaced(what: "Resources has no \(method)")
        }
    }
}

extension CreateVirtualInterfaceInput: Argument {
    init(json: JSON) throws {
        let given = Given(try json.map())
        try given.among("name", "service", "parent", "vlanId", "dns", "gatewayType", "through", "onFailure", "ipv6", "dhcp")
        self.init(name: try given("name"), service: try given("service"))
        if given.has("parent") { parent = try given("parent") }
        if given.has("vlanId") { vlanId = try given("vlanId") }
        if given.has("dns") { dns = try given("dns") }
        if given.has("gatewayType") { gatewayType = try given("gatewayType") }
        if given.has("through") { through = try given("through") }
        if given.has("onFailure") { onFailure = try given("onFailure") }
        if given.has("ipv6") { ipv6 = try given("ipv6") }
        if given.has("dhcp") { dhcp = try given("dhcp") }
    }
}

extension UpdateVlanPoolInput: Argument {
    init(json: JSON) throws {
        let given = Given(try json.map())
        try given.among("first", "last", "prefix", "quarantine")
        self.init()
        if given.has("first") { first = try given("first") }
        if given.has("last") { last = try given("last") }
        if given.has("prefix") { prefix = try given("prefix") }
        if given.has("quarantine") { quarantine = try given("quarantine") }
    }
}

extension VirtualInterfaceStatus: Word {
    static let words = ["CREATING": VirtualInterfaceStatus.creating, "ACTIVE": VirtualInterfaceStatus.active, "ERROR": VirtualInterfaceStatus.error, "REMOVING": VirtualInterfaceStatus.removing]
}

extension GatewayType: Word {
    static let words = ["NONE": GatewayType.none, "HEV_SOCKS5_TUNNEL": GatewayType.hevSocks5Tunnel]
}

extension GatewayStatus: Word {
    static let words = ["STOPPED": GatewayStatus.stopped, "STARTING": GatewayStatus.starting, "RUNNING": GatewayStatus.running, "FAILED": GatewayStatus.failed]
}

extension OnFailure: Word {
    static let words = ["CLOSED": OnFailure.closed, "OPEN": OnFailure.open]
}

extension VlanAllocationState: Word {
    static let words = ["ALLOCATED": VlanAllocationState.allocated, "RESERVED": VlanAllocationState.reserved, "QUARANTINED": VlanAllocationState.quarantined, "ORPHAN": VlanAllocationState.orphan]
}

extension RouterPlatform: Word {
    static let words = ["ROUTEROS": RouterPlatform.routeros, "OPEN_VSWITCH": RouterPlatform.openVswitch]
}

extension Layer: Word {
    static let words = ["CONFIGURATION": Layer.configuration, "VALIDATION": Layer.validation, "DEPLOYMENT": Layer.deployment, "RUNTIME": Layer.runtime, "TELEMETRY": Layer.telemetry, "METADATA": Layer.metadata, "RELATIONSHIPS": Layer.relationships, "PLATFORM": Layer.platform]
}

extension Weight: Word {
    static let words = ["REFUSAL": Weight.refusal, "NOTE": Weight.note]
}

extension DriftClass: Word {
    static let words = ["FOREIGN_EDIT": DriftClass.foreignEdit, "DEVICE_NORMALISATION": DriftClass.deviceNormalisation, "LOST_OBJECT": DriftClass.lostObject, "VERSION_CHANGE": DriftClass.versionChange, "UNEXPECTED_OBJECT": DriftClass.unexpectedObject, "MISPLACED": DriftClass.misplaced, "PENDING_CHANGE": DriftClass.pendingChange, "UNKNOWN_SECRET": DriftClass.unknownSecret]
}
