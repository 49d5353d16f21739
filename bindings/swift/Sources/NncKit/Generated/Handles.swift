// generated from schema/nnc.graphql by `cargo xtask codegen`; do not edit

import Foundation

/// An opened data directory: which routers there are.
public final class Nnc: Sendable {
    let native: NativeNnc

    init(_ native: NativeNnc) {
        self.native = native
    }

    /// The routers, by name.
    ///
    /// - Throws: ``NncError``: why the router or the database could not be used
    public func routers() async throws -> [Router] {
        return try await told { try await native.routers() }
    }

    /// One router.
    ///
    /// - Throws: ``NncError``: `no-such-router`; or why the router or the database could not be used
    public func router(name: String) async throws -> RouterHandle {
        let given = arguments { to in
            to.text("name", name)
        }
        return RouterHandle(try await told { try await native.router(arguments: given) })
    }

    /// Connects to a router, reads what it is, and remembers it. On failure nothing is stored. The password is stored
    /// encrypted.
    ///
    /// - Parameters:
    ///   - name: How you will call it.
    ///   - url: Where it is, such as `routeros+apis://admin@192.168.88.1`.
    ///   - pin: The SHA-256 of the certificate that is accepted, as `sha256:` and 64 hexadecimal digits; the system's roots judge where it is absent.
    ///   - insecure: Accepts any certificate. Whoever sits between can read the password.
    ///   - offline: Remembers it without connecting.
    /// - Throws: ``NncError``: `router-exists`, `login-failed`, `router-unreachable`; or why the router or the database could not be used
    public func addRouter(name: String, url: String, password: String? = nil, pin: String? = nil, insecure: Bool = false, offline: Bool = false) async throws -> Router {
        let given = arguments { to in
            to.text("name", name)
            to.text("url", url)
            to.text("password", password)
            to.text("pin", pin)
            to.boolean("insecure", insecure)
            to.boolean("offline", offline)
        }
        return try await told { try await native.addRouter(arguments: given) }
    }

    /// Forgets a router and what is known of it. Nothing is changed on the router, so what nnc made there must be gone
    /// unless `keepRows` says that it may stay.
    ///
    /// - Throws: ``NncError``: `no-such-router`, `router-in-use`, `router-busy`; or why the router or the database could not be used
    public func removeRouter(name: String, keepRows: Bool = false) async throws {
        let given = arguments { to in
            to.text("name", name)
            to.boolean("keepRows", keepRows)
        }
        try await told { try await native.removeRouter(arguments: given) }
    }

    /// What this program does, from now on: the phases of each change as `apply.<phase>`, and what monitors see.
    ///
    /// - Parameters:
    ///   - kind: Only of this kind, such as `apply.merged`, or of a family of kinds, such as `apply`.
    ///   - router: Only of this router.
    ///   - resource: Only about this resource, such as `vif/tor-usa`.
    ///   - capacity: How many events wait for a slow reader; what it misses beyond that it is told as a count.
    /// - Throws: ``NncError``: why the router or the database could not be used
    public func events(kind: String? = nil, router: String? = nil, resource: String? = nil, capacity: Int = 16384) throws -> Feed<Event> {
        let given = arguments { to in
            to.text("kind", kind)
            to.text("router", router)
            to.text("resource", resource)
            to.int("capacity", capacity)
        }
        let feed = try told { try native.events(arguments: given) }
        return Feed(batch: { await feed.nextBatch(most: $0) }, stop: { feed.stop() })
    }

    /// Moves the time of one that was opened with `openForTest`.
    ///
    /// - Throws: ``NncError``: `unsupported`; or why the router or the database could not be used
    public func setTime(time: Date) async throws {
        let given = arguments { to in
            to.date("time", time)
        }
        try await told { try await native.setTime(arguments: given) }
    }

    /// Adds a router that your program implements, or attaches it again after a start: what is remembered of it stays. nnc
    /// calls it from then on as it calls any router.
    ///
    /// - Throws: ``NncError``: `router-exists`; or why the router or the database could not be used
    public func attachRouter(name: String, router: any HostRouter) async throws -> Router {
        let given = arguments { to in
            to.text("name", name)
        }
        return try await told { try await native.attachRouter(arguments: given, router: AdaptedHostRouter(router)) }
    }

    /// Opens a data directory, and makes it if it is missing. Settles nothing: a change that a crash left open is settled
    /// by the first call that changes its router, or by `recover`.
    ///
    /// - Parameters:
    ///   - path: The folder.
    ///   - actor: Who wants the changes that are made from here: history tells it.
    ///   - wait: How long to wait for another process that is changing the same router; 30 seconds where it is absent.
    ///   - patience: How long a router may take to let us in, and for each answer; 10 seconds where it is absent.
    ///   - allowLockout: Makes changes that are foreseen to lock this program out of the router, too.
    /// - Throws: ``NncError``: why the router or the database could not be used
    public static func open(path: String, actor: String? = nil, wait: TimeInterval? = nil, patience: TimeInterval? = nil, allowLockout: Bool = false) async throws -> Nnc {
        let given = arguments { to in
            to.text("path", path)
            to.text("actor", actor)
            to.interval("wait", wait)
            to.interval("patience", patience)
            to.boolean("allowLockout", allowLockout)
        }
        return Nnc(try await told { try await nativeOpen(arguments: given) })
    }

    /// Opens a data directory for a test: ids are drawn from the seed, and time stands at a moment until `setTime` moves it,
    /// so that two runs give the same. Whoever knows the seed knows every key: never use it for anything but tests.
    ///
    /// - Parameters:
    ///   - time: Where time stands.
    /// - Throws: ``NncError``: why the router or the database could not be used
    public static func openForTest(path: String, seed: UInt64, time: Date, actor: String? = nil, wait: TimeInterval? = nil, patience: TimeInterval? = nil, allowLockout: Bool = false) async throws -> Nnc {
        let given = arguments { to in
            to.text("path", path)
            to.u64("seed", seed)
            to.date("time", time)
            to.text("actor", actor)
            to.interval("wait", wait)
            to.interval("patience", patience)
            to.boolean("allowLockout", allowLockout)
        }
        return Nnc(try await told { try await nativeOpenForTest(arguments: given) })
    }

    /// The version of nnc.
    ///
    /// - Throws: ``NncError``: why the router or the database could not be used
    public static func version() async throws -> String {
        return try await told { try await nativeVersion() }
    }
}

/// One router. It connects when something needs the router.
public final class RouterHandle: Sendable {
    let native: NativeRouterHandle

    init(_ native: NativeRouterHandle) {
        self.native = native
    }

    /// What is remembered of it.
    ///
    /// - Throws: ``NncError``: why the router or the database could not be used
    public func info() async throws -> Router {
        return try await told { try await native.info() }
    }

    /// Its virtual interfaces.
    public var virtualInterfaces: VirtualInterfaces { VirtualInterfaces(native.virtualInterfaces()) }

    /// The devices steered through them.
    public var steeringRules: SteeringRules { SteeringRules(native.steeringRules()) }

    /// Its VLAN ids and subnets.
    public var vlanPool: VlanPoolHandle { VlanPoolHandle(native.vlanPool()) }

    /// Its resources of every type, with all that is known of them.
    public var resources: Resources { Resources(native.resources()) }

    /// What differs between what is wanted and what the router has. Writes nothing to the router.
    ///
    /// - Throws: ``NncError``: why the router or the database could not be used
    public func drift() async throws -> DriftReport {
        return try await told { try await native.drift() }
    }

    /// Puts right what differs, rows of ours that belong to nothing included. What was accepted stays.
    ///
    /// - Throws: ``NncError``: why the router or the database could not be used
    public func repair() async throws -> Change {
        return try await told { try await native.repair() }
    }

    /// Puts right what differs, rows of ours that belong to nothing included. What was accepted stays.
    ///
    /// Gives the operation at once; what is refused is told by its result.
    ///
    /// - Throws: ``NncError``: why the router or the database could not be used
    public func startRepair() throws -> Operation {
        return Operation(try told { try native.startRepair() })
    }

    /// Remembers that differences are accepted: they are drift no longer until they change again. Gives what still differs.
    ///
    /// - Throws: ``NncError``: `drift-not-found`, `drift-not-acceptable`; or why the router or the database could not be used
    public func acceptDifferences(ids: [String]) async throws -> DriftReport {
        let given = arguments { to in
            to.texts("ids", ids)
        }
        return try await told { try await native.acceptDifferences(arguments: given) }
    }

    /// Takes what the router shows for what is wanted, where that follows from something that a user configures.
    ///
    /// - Throws: ``NncError``: `drift-not-found`, `drift-not-adoptable`; or why the router or the database could not be used
    public func adoptDifferences(ids: [String]) async throws -> Change {
        let given = arguments { to in
            to.texts("ids", ids)
        }
        return try await told { try await native.adoptDifferences(arguments: given) }
    }

    /// Takes what the router shows for what is wanted, where that follows from something that a user configures.
    ///
    /// Gives the operation at once; what is refused is told by its result.
    ///
    /// - Throws: ``NncError``: `drift-not-found`, `drift-not-adoptable`; or why the router or the database could not be used
    public func startAdoptDifferences(ids: [String]) throws -> Operation {
        let given = arguments { to in
            to.texts("ids", ids)
        }
        return Operation(try told { try native.startAdoptDifferences(arguments: given) })
    }

    /// Judges the router's rules as they are: can a packet of a steered device leave another way than through its virtual
    /// interface? Reads, and writes nothing.
    ///
    /// - Parameters:
    ///   - device: Only this device.
    /// - Throws: ``NncError``: `invalid-device`, `device-not-found`; or why the router or the database could not be used
    public func verifyLeaks(device: String? = nil) async throws -> LeakReport {
        let given = arguments { to in
            to.text("device", device)
        }
        return try await told { try await native.verifyLeaks(arguments: given) }
    }

    /// Reads the router once and keeps what its rows do as the runtime layers of the resources. Gives those of which that is other than before.
    ///
    /// - Throws: ``NncError``: why the router or the database could not be used
    public func refresh() async throws -> [String] {
        return try await told { try await native.refresh() }
    }

    /// Settles what a crash left open, by asking the router. What cannot be settled while the router cannot be reached is listed.
    ///
    /// - Throws: ``NncError``: `router-busy`; or why the router or the database could not be used
    public func recover() async throws -> [Recovery] {
        return try await told { try await native.recover() }
    }
}

/// A change under way. Letting it go does not stop the change: it goes on to its end.
public final class Operation: Sendable {
    let native: NativeOperation

    init(_ native: NativeOperation) {
        self.native = native
    }

    /// Waits for its end.
    ///
    /// - Throws: ``NncError``: `rolled-back`, `partially-applied`, `outcome-unknown`; or why the router or the database could not be used
    public func result() async throws -> Change {
        return try await told { try await native.result() }
    }

    /// How far it is, until it ends. A slow reader sees only the newest.
    ///
    /// - Throws: ``NncError``: why the router or the database could not be used
    public func progress() throws -> Feed<Progress> {
        let feed = try told { try native.progress() }
        return Feed(batch: { await feed.nextBatch(most: $0) }, stop: { feed.stop() })
    }

    /// Gives it up at the next safe point; what was done by then is taken back. Where it is too late for that, it goes on.
    ///
    /// - Throws: ``NncError``: why the router or the database could not be used
    public func cancel() async throws {
        try await told { try await native.cancel() }
    }
}

/// The virtual interfaces of one router.
public final class VirtualInterfaces: Sendable {
    let native: NativeVirtualInterfaces

    init(_ native: NativeVirtualInterfaces) {
        self.native = native
    }

    /// Creates virtual interfaces: all of them or none. What exists already as asked is left alone.
    ///
    /// - Parameters:
    ///   - dryRun: Says what would be done, and writes nothing.
    /// - Throws: ``NncError``: `name-taken`, `parent-not-found`, `vlan-taken`, `subnet-overlap`, `pool-exhausted`, `vif-not-found`, `chain-loop`, `unsupported`; or why the router or the database could not be used
    public func create(interfaces: [CreateVirtualInterfaceInput], dryRun: Bool = false) async throws -> Change {
        let given = arguments { to in
            to.records("interfaces", interfaces) { one, to in one.write(&to) }
            to.boolean("dryRun", dryRun)
        }
        return try await told { try await native.create(arguments: given) }
    }

    /// Creates virtual interfaces: all of them or none. What exists already as asked is left alone.
    ///
    /// Gives the operation at once; what is refused is told by its result.
    ///
    /// - Parameters:
    ///   - dryRun: Says what would be done, and writes nothing.
    /// - Throws: ``NncError``: `name-taken`, `parent-not-found`, `vlan-taken`, `subnet-overlap`, `pool-exhausted`, `vif-not-found`, `chain-loop`, `unsupported`; or why the router or the database could not be used
    public func startCreate(interfaces: [CreateVirtualInterfaceInput], dryRun: Bool = false) throws -> Operation {
        let given = arguments { to in
            to.records("interfaces", interfaces) { one, to in one.write(&to) }
            to.boolean("dryRun", dryRun)
        }
        return Operation(try told { try native.startCreate(arguments: given) })
    }

    /// The virtual interfaces, by instance, as last confirmed by the router.
    ///
    /// - Throws: ``NncError``: why the router or the database could not be used
    public func list() async throws -> [VirtualInterface] {
        return try await told { try await native.list() }
    }

    /// One virtual interface.
    ///
    /// - Throws: ``NncError``: `vif-not-found`; or why the router or the database could not be used
    public func get(instance: String) async throws -> VirtualInterface {
        let given = arguments { to in
            to.text("instance", instance)
        }
        return try await told { try await native.get(arguments: given) }
    }

    /// The way that its traffic takes: itself, then what it goes through, to the last.
    ///
    /// - Throws: ``NncError``: `vif-not-found`; or why the router or the database could not be used
    public func chain(instance: String) async throws -> [VirtualInterface] {
        let given = arguments { to in
            to.text("instance", instance)
        }
        return try await told { try await native.chain(arguments: given) }
    }

    /// Deletes virtual interfaces: all of them or none.
    ///
    /// - Parameters:
    ///   - cascade: Stops steering the devices that go through them, too.
    ///   - dryRun: Says what would be done, and writes nothing.
    /// - Throws: ``NncError``: `vif-not-found`, `vif-in-use`, `resource-in-use`; or why the router or the database could not be used
    public func delete(instances: [String], cascade: Bool = false, dryRun: Bool = false) async throws -> Change {
        let given = arguments { to in
            to.texts("instances", instances)
            to.boolean("cascade", cascade)
            to.boolean("dryRun", dryRun)
        }
        return try await told { try await native.delete(arguments: given) }
    }

    /// Deletes virtual interfaces: all of them or none.
    ///
    /// Gives the operation at once; what is refused is told by its result.
    ///
    /// - Parameters:
    ///   - cascade: Stops steering the devices that go through them, too.
    ///   - dryRun: Says what would be done, and writes nothing.
    /// - Throws: ``NncError``: `vif-not-found`, `vif-in-use`, `resource-in-use`; or why the router or the database could not be used
    public func startDelete(instances: [String], cascade: Bool = false, dryRun: Bool = false) throws -> Operation {
        let given = arguments { to in
            to.texts("instances", instances)
            to.boolean("cascade", cascade)
            to.boolean("dryRun", dryRun)
        }
        return Operation(try told { try native.startDelete(arguments: given) })
    }
}

/// The steered devices of one router.
public final class SteeringRules: Sendable {
    let native: NativeSteeringRules

    init(_ native: NativeSteeringRules) {
        self.native = native
    }

    /// Sends a device through a virtual interface, and never any other way: while the service cannot be reached the device
    /// is cut off, unless the interface was made to fail open.
    ///
    /// - Parameters:
    ///   - device: A MAC address, an address, a network, `vlan:ID` or `list:NAME`.
    ///   - via: The instance whose virtual interface it goes out by.
    ///   - ipv4Only: Leaves the device's IPv6 alone.
    ///   - dryRun: Says what would be done, and writes nothing.
    /// - Throws: ``NncError``: `invalid-device`, `vif-not-found`, `device-steered`, `ipv6-not-coverable`, `vlan-not-found`; or why the router or the database could not be used
    public func add(device: String, via: String, ipv4Only: Bool = false, dryRun: Bool = false) async throws -> Change {
        let given = arguments { to in
            to.text("device", device)
            to.text("via", via)
            to.boolean("ipv4Only", ipv4Only)
            to.boolean("dryRun", dryRun)
        }
        return try await told { try await native.add(arguments: given) }
    }

    /// Sends a device through a virtual interface, and never any other way: while the service cannot be reached the device
    /// is cut off, unless the interface was made to fail open.
    ///
    /// Gives the operation at once; what is refused is told by its result.
    ///
    /// - Parameters:
    ///   - device: A MAC address, an address, a network, `vlan:ID` or `list:NAME`.
    ///   - via: The instance whose virtual interface it goes out by.
    ///   - ipv4Only: Leaves the device's IPv6 alone.
    ///   - dryRun: Says what would be done, and writes nothing.
    /// - Throws: ``NncError``: `invalid-device`, `vif-not-found`, `device-steered`, `ipv6-not-coverable`, `vlan-not-found`; or why the router or the database could not be used
    public func startAdd(device: String, via: String, ipv4Only: Bool = false, dryRun: Bool = false) throws -> Operation {
        let given = arguments { to in
            to.text("device", device)
            to.text("via", via)
            to.boolean("ipv4Only", ipv4Only)
            to.boolean("dryRun", dryRun)
        }
        return Operation(try told { try native.startAdd(arguments: given) })
    }

    /// Sends a steered device through another virtual interface, at once.
    ///
    /// - Parameters:
    ///   - dryRun: Says what would be done, and writes nothing.
    /// - Throws: ``NncError``: `device-not-found`, `vif-not-found`; or why the router or the database could not be used
    public func `switch`(device: String, via: String, dryRun: Bool = false) async throws -> Change {
        let given = arguments { to in
            to.text("device", device)
            to.text("via", via)
            to.boolean("dryRun", dryRun)
        }
        return try await told { try await native.`switch`(arguments: given) }
    }

    /// Sends a steered device through another virtual interface, at once.
    ///
    /// Gives the operation at once; what is refused is told by its result.
    ///
    /// - Parameters:
    ///   - dryRun: Says what would be done, and writes nothing.
    /// - Throws: ``NncError``: `device-not-found`, `vif-not-found`; or why the router or the database could not be used
    public func startSwitch(device: String, via: String, dryRun: Bool = false) throws -> Operation {
        let given = arguments { to in
            to.text("device", device)
            to.text("via", via)
            to.boolean("dryRun", dryRun)
        }
        return Operation(try told { try native.startSwitch(arguments: given) })
    }

    /// Stops steering a device.
    ///
    /// - Parameters:
    ///   - dryRun: Says what would be done, and writes nothing.
    /// - Throws: ``NncError``: `device-not-found`, `resource-in-use`; or why the router or the database could not be used
    public func remove(device: String, dryRun: Bool = false) async throws -> Change {
        let given = arguments { to in
            to.text("device", device)
            to.boolean("dryRun", dryRun)
        }
        return try await told { try await native.remove(arguments: given) }
    }

    /// Stops steering a device.
    ///
    /// Gives the operation at once; what is refused is told by its result.
    ///
    /// - Parameters:
    ///   - dryRun: Says what would be done, and writes nothing.
    /// - Throws: ``NncError``: `device-not-found`, `resource-in-use`; or why the router or the database could not be used
    public func startRemove(device: String, dryRun: Bool = false) throws -> Operation {
        let given = arguments { to in
            to.text("device", device)
            to.boolean("dryRun", dryRun)
        }
        return Operation(try told { try native.startRemove(arguments: given) })
    }

    /// The steered devices, as last confirmed by the router.
    ///
    /// - Throws: ``NncError``: why the router or the database could not be used
    public func list() async throws -> [SteeringRule] {
        return try await told { try await native.list() }
    }
}

/// The VLAN ids and the address space of one router.
public final class VlanPoolHandle: Sendable {
    let native: NativeVlanPoolHandle

    init(_ native: NativeVlanPoolHandle) {
        self.native = native
    }

    /// The pool, and how much of it is left, so far as is known without asking the router.
    ///
    /// - Throws: ``NncError``: why the router or the database could not be used
    public func status() async throws -> VlanPoolStatus {
        return try await told { try await native.status() }
    }

    /// What was given out, by VLAN id.
    ///
    /// - Throws: ``NncError``: why the router or the database could not be used
    public func allocations() async throws -> [VlanAllocation] {
        return try await told { try await native.allocations() }
    }

    /// Changes the pool for what is created from now on; what exists keeps what it has.
    ///
    /// - Throws: ``NncError``: `invalid-pool`, `router-busy`; or why the router or the database could not be used
    public func configure(change: UpdateVlanPoolInput) async throws -> VlanPoolStatus {
        let given = arguments { to in
            to.record("change", change) { one, to in one.write(&to) }
        }
        return try await told { try await native.configure(arguments: given) }
    }

    /// Takes back what belongs to nothing: quarantines that are over, and rows of ours on the router whose resource is not known.
    ///
    /// - Throws: ``NncError``: why the router or the database could not be used
    public func clean() async throws -> Change {
        return try await told { try await native.clean() }
    }

    /// Takes back what belongs to nothing: quarantines that are over, and rows of ours on the router whose resource is not known.
    ///
    /// Gives the operation at once; what is refused is told by its result.
    ///
    /// - Throws: ``NncError``: why the router or the database could not be used
    public func startClean() throws -> Operation {
        return Operation(try told { try native.startClean() })
    }
}

/// The resources of one router, of every type. `which` names one by its uuid or by what it is called, such as `vif/tor-usa`.
public final class Resources: Sendable {
    let native: NativeResources

    init(_ native: NativeResources) {
        self.native = native
    }

    /// All resources, by what they are called.
    ///
    /// - Throws: ``NncError``: why the router or the database could not be used
    public func list() async throws -> [ResourceSummary] {
        return try await told { try await native.list() }
    }

    /// A resource with the wanted layers; all of them where none is named. One that was deleted has its uuid and its times still.
    ///
    /// - Throws: ``NncError``: `no-such-resource`; or why the router or the database could not be used
    public func show(which: String, layers: [Layer] = []) async throws -> ResourceView {
        let given = arguments { to in
            to.text("which", which)
            to.texts("layers", layers.map { $0.word })
        }
        return try await told { try await native.show(arguments: given) }
    }

    /// A resource as it was at a time; null if it was not there then. A layer whose past is not kept that far says so.
    ///
    /// - Throws: ``NncError``: `no-such-resource`; or why the router or the database could not be used
    public func at(which: String, time: Date, layers: [Layer] = []) async throws -> ResourceAt? {
        let given = arguments { to in
            to.text("which", which)
            to.date("time", time)
            to.texts("layers", layers.map { $0.word })
        }
        return try await told { try await native.at(arguments: given) }
    }

    /// What happened to the wanted layers of a resource: what changed, who wanted it and why; newest first.
    ///
    /// - Throws: ``NncError``: `no-such-resource`; or why the router or the database could not be used
    public func history(which: String, layers: [Layer] = [], limit: Int = 50) async throws -> [HistoryEntry] {
        let given = arguments { to in
            to.text("which", which)
            to.texts("layers", layers.map { $0.word })
            to.int("limit", limit)
        }
        return try await told { try await native.history(arguments: given) }
    }

    /// What differs in the wanted layers of a resource between two times.
    ///
    /// - Throws: ``NncError``: `no-such-resource`; or why the router or the database could not be used
    public func diff(which: String, since: Date, until: Date, layers: [Layer] = []) async throws -> [LayerDifference] {
        let given = arguments { to in
            to.text("which", which)
            to.date("since", since)
            to.date("until", until)
            to.texts("layers", layers.map { $0.word })
        }
        return try await told { try await native.diff(arguments: given) }
    }

    /// What breaks if a resource is deleted, and why. `which` may also be something of the router that resources need, such as `interface/ether1`.
    ///
    /// - Throws: ``NncError``: `no-such-resource`; or why the router or the database could not be used
    public func impact(which: String) async throws -> ImpactReport {
        let given = arguments { to in
            to.text("which", which)
        }
        return try await told { try await native.impact(arguments: given) }
    }

    /// Notes that a resource needs another: deleting the other is refused from now on unless what needs it goes too.
    ///
    /// - Throws: ``NncError``: `no-such-resource`, `relationship-cycle`; or why the router or the database could not be used
    public func depend(which: String, on: String, reason: String? = nil) async throws {
        let given = arguments { to in
            to.text("which", which)
            to.text("on", on)
            to.text("reason", reason)
        }
        try await told { try await native.depend(arguments: given) }
    }

    /// Makes a resource of a type of the schema as a document says, on the router too; the same again writes nothing. Secrets
    /// in the document are stored, encrypted, and only referred to from then on.
    ///
    /// - Parameters:
    ///   - kind: The type, such as `WireGuardClient`.
    ///   - document: The document: an object with the fields of the type.
    ///   - dryRun: Says what would be done, and writes nothing.
    /// - Throws: ``NncError``: `unknown-type`, `invalid-input`, `immutable-field`, `name-taken`, `unsupported`; or why the router or the database could not be used
    public func apply(kind: String, document: String, dryRun: Bool = false) async throws -> Change {
        let given = arguments { to in
            to.text("kind", kind)
            to.json("document", document)
            to.boolean("dryRun", dryRun)
        }
        return try await told { try await native.apply(arguments: given) }
    }

    /// Makes a resource of a type of the schema as a document says, on the router too; the same again writes nothing. Secrets
    /// in the document are stored, encrypted, and only referred to from then on.
    ///
    /// Gives the operation at once; what is refused is told by its result.
    ///
    /// - Parameters:
    ///   - kind: The type, such as `WireGuardClient`.
    ///   - document: The document: an object with the fields of the type.
    ///   - dryRun: Says what would be done, and writes nothing.
    /// - Throws: ``NncError``: `unknown-type`, `invalid-input`, `immutable-field`, `name-taken`, `unsupported`; or why the router or the database could not be used
    public func startApply(kind: String, document: String, dryRun: Bool = false) throws -> Operation {
        let given = arguments { to in
            to.text("kind", kind)
            to.json("document", document)
            to.boolean("dryRun", dryRun)
        }
        return Operation(try told { try native.startApply(arguments: given) })
    }

    /// Deletes a resource, on the router too.
    ///
    /// - Parameters:
    ///   - cascade: Deletes what needs it first.
    ///   - dryRun: Says what would be done, and writes nothing.
    /// - Throws: ``NncError``: `no-such-resource`, `resource-in-use`; or why the router or the database could not be used
    public func delete(which: String, cascade: Bool = false, dryRun: Bool = false) async throws -> Change {
        let given = arguments { to in
            to.text("which", which)
            to.boolean("cascade", cascade)
            to.boolean("dryRun", dryRun)
        }
        return try await told { try await native.delete(arguments: given) }
    }

    /// Deletes a resource, on the router too.
    ///
    /// Gives the operation at once; what is refused is told by its result.
    ///
    /// - Parameters:
    ///   - cascade: Deletes what needs it first.
    ///   - dryRun: Says what would be done, and writes nothing.
    /// - Throws: ``NncError``: `no-such-resource`, `resource-in-use`; or why the router or the database could not be used
    public func startDelete(which: String, cascade: Bool = false, dryRun: Bool = false) throws -> Operation {
        let given = arguments { to in
            to.text("which", which)
            to.boolean("cascade", cascade)
            to.boolean("dryRun", dryRun)
        }
        return Operation(try told { try native.startDelete(arguments: given) })
    }
}
