// generated from schema/nnc.graphql by `cargo xtask codegen`; do not edit

package nnc

import java.time.Duration
import java.time.Instant

/**
 * An opened data directory: which routers there are.
 *
 * Closing it lets go of it and of nothing that was got from it.
 */
public class Nnc internal constructor(private val native: NativeNnc) : AutoCloseable {
    /**
     * The routers, by name.
     *
     * @throws NncException why the router or the database could not be used
     */
    public suspend fun routers(): List<Router> =
        told { native.routers() }

    /**
     * One router.
     *
     * @throws NncException `no-such-router`; or why the router or the database could not be used
     */
    public suspend fun router(name: String): RouterHandle =
        RouterHandle(told { native.router(arguments {
            text("name", name)
        }) })

    /**
     * Connects to a router, reads what it is, and remembers it. On failure nothing is stored. The password is stored
     * encrypted.
     *
     * @param name How you will call it.
     * @param url Where it is, such as `routeros+apis://admin@192.168.88.1`.
     * @param pin The SHA-256 of the certificate that is accepted, as `sha256:` and 64 hexadecimal digits; the system's roots judge where it is absent.
     * @param insecure Accepts any certificate. Whoever sits between can read the password.
     * @param offline Remembers it without connecting.
     * @throws NncException `router-exists`, `login-failed`, `router-unreachable`; or why the router or the database could not be used
     */
    public suspend fun addRouter(name: String, url: String, password: String? = null, pin: String? = null, insecure: Boolean = false, offline: Boolean = false): Router =
        told { native.addRouter(arguments {
            text("name", name)
            text("url", url)
            text("password", password)
            text("pin", pin)
            boolean("insecure", insecure)
            boolean("offline", offline)
        }) }

    /**
     * Forgets a router and what is known of it. Nothing is changed on the router, so what nnc made there must be gone
     * unless `keepRows` says that it may stay.
     *
     * @throws NncException `no-such-router`, `router-in-use`, `router-busy`; or why the router or the database could not be used
     */
    public suspend fun removeRouter(name: String, keepRows: Boolean = false): Unit =
        told { native.removeRouter(arguments {
            text("name", name)
            boolean("keepRows", keepRows)
        }) }

    /**
     * What this program does, from now on: the phases of each change as `apply.<phase>`, and what monitors see.
     *
     * @param kind Only of this kind, such as `apply.merged`, or of a family of kinds, such as `apply`.
     * @param router Only of this router.
     * @param resource Only about this resource, such as `vif/tor-usa`.
     * @param capacity How many events wait for a slow reader; what it misses beyond that it is told as a count.
     * @throws NncException why the router or the database could not be used
     */
    public fun events(kind: String? = null, router: String? = null, resource: String? = null, capacity: Int = 16384): Feed<Event> =
        told { native.events(arguments {
            text("kind", kind)
            text("router", router)
            text("resource", resource)
            int("capacity", capacity)
        }) }.let { Feed(it::nextBatch, it::stop, it::close) }

    /**
     * Moves the time of one that was opened with `openForTest`.
     *
     * @throws NncException `unsupported`; or why the router or the database could not be used
     */
    public suspend fun setTime(time: Instant): Unit =
        told { native.setTime(arguments {
            instant("time", time)
        }) }

    /**
     * Adds a router that your program implements, or attaches it again after a start: what is remembered of it stays. nnc
     * calls it from then on as it calls any router.
     *
     * @param name How you will call it.
     * @throws NncException `router-exists`; or why the router or the database could not be used
     */
    public suspend fun attachRouter(name: String, router: HostRouter): Router =
        told { native.attachRouter(arguments {
            text("name", name)
        }, AdaptedHostRouter(router)) }

    override fun close(): Unit = native.close()

    public companion object {
        /**
         * Opens a data directory, and makes it if it is missing. Settles nothing: a change that a crash left open is settled
         * by the first call that changes its router, or by `recover`.
         *
         * @param path The folder.
         * @param actor Who wants the changes that are made from here: history tells it.
         * @param wait How long to wait for another process that is changing the same router; 30 seconds where it is absent.
         * @param patience How long a router may take to let us in, and for each answer; 10 seconds where it is absent.
         * @param allowLockout Makes changes that are foreseen to lock this program out of the router, too.
         * @throws NncException why the router or the database could not be used
         */
        public suspend fun open(path: String, actor: String? = null, wait: Duration? = null, patience: Duration? = null, allowLockout: Boolean = false): Nnc =
            Nnc(told { nativeOpen(arguments {
                text("path", path)
                text("actor", actor)
                duration("wait", wait)
                duration("patience", patience)
                boolean("allowLockout", allowLockout)
            }) })

        /**
         * Opens a data directory for a test: ids are drawn from the seed, and time stands at a moment until `setTime` moves it,
         * so that two runs give the same. Whoever knows the seed knows every key: never use it for anything but tests.
         *
         * @param time Where time stands.
         * @throws NncException why the router or the database could not be used
         */
        public suspend fun openForTest(path: String, seed: ULong, time: Instant, actor: String? = null, wait: Duration? = null, patience: Duration? = null, allowLockout: Boolean = false): Nnc =
            Nnc(told { nativeOpenForTest(arguments {
                text("path", path)
                u64("seed", seed)
                instant("time", time)
                text("actor", actor)
                duration("wait", wait)
                duration("patience", patience)
                boolean("allowLockout", allowLockout)
            }) })

        /**
         * The version of nnc.
         *
         * @throws NncException why the router or the database could not be used
         */
        public suspend fun version(): String =
            told { nativeVersion() }
    }
}

/**
 * One router. It connects when something needs the router.
 *
 * Closing it lets go of it and of nothing that was got from it.
 */
public class RouterHandle internal constructor(private val native: NativeRouterHandle) : AutoCloseable {
    /**
     * What is remembered of it.
     *
     * @throws NncException why the router or the database could not be used
     */
    public suspend fun info(): Router =
        told { native.info() }

    /** Its virtual interfaces. */
    public val virtualInterfaces: VirtualInterfaces by lazy { VirtualInterfaces(native.virtualInterfaces()) }

    /** The devices steered through them. */
    public val steeringRules: SteeringRules by lazy { SteeringRules(native.steeringRules()) }

    /** Its VLAN ids and subnets. */
    public val vlanPool: VlanPoolHandle by lazy { VlanPoolHandle(native.vlanPool()) }

    /** Its resources of every type, with all that is known of them. */
    public val resources: Resources by lazy { Resources(native.resources()) }

    /**
     * What differs between what is wanted and what the router has. Writes nothing to the router.
     *
     * @throws NncException why the router or the database could not be used
     */
    public suspend fun drift(): DriftReport =
        told { native.drift() }

    /**
     * Puts right what differs, rows of ours that belong to nothing included. What was accepted stays.
     *
     * @throws NncException why the router or the database could not be used
     */
    public suspend fun repair(): Change =
        told { native.repair() }

    /**
     * Puts right what differs, rows of ours that belong to nothing included. What was accepted stays.
     *
     * Gives the operation at once; what is refused is told by its result.
     *
     * @throws NncException why the router or the database could not be used
     */
    public fun startRepair(): Operation =
        Operation(told { native.startRepair() })

    /**
     * Remembers that differences are accepted: they are drift no longer until they change again. Gives what still differs.
     *
     * @throws NncException `drift-not-found`, `drift-not-acceptable`; or why the router or the database could not be used
     */
    public suspend fun acceptDifferences(ids: List<String>): DriftReport =
        told { native.acceptDifferences(arguments {
            texts("ids", ids)
        }) }

    /**
     * Takes what the router shows for what is wanted, where that follows from something that a user configures.
     *
     * @throws NncException `drift-not-found`, `drift-not-adoptable`; or why the router or the database could not be used
     */
    public suspend fun adoptDifferences(ids: List<String>): Change =
        told { native.adoptDifferences(arguments {
            texts("ids", ids)
        }) }

    /**
     * Takes what the router shows for what is wanted, where that follows from something that a user configures.
     *
     * Gives the operation at once; what is refused is told by its result.
     *
     * @throws NncException `drift-not-found`, `drift-not-adoptable`; or why the router or the database could not be used
     */
    public fun startAdoptDifferences(ids: List<String>): Operation =
        Operation(told { native.startAdoptDifferences(arguments {
            texts("ids", ids)
        }) })

    /**
     * Judges the router's rules as they are: can a packet of a steered device leave another way than through its virtual
     * interface? Reads, and writes nothing.
     *
     * @param device Only this device.
     * @throws NncException `invalid-device`, `device-not-found`; or why the router or the database could not be used
     */
    public suspend fun verifyLeaks(device: String? = null): LeakReport =
        told { native.verifyLeaks(arguments {
            text("device", device)
        }) }

    /**
     * Reads the router once and keeps what its rows do as the runtime layers of the resources. Gives those of which that is other than before.
     *
     * @throws NncException why the router or the database could not be used
     */
    public suspend fun refresh(): List<String> =
        told { native.refresh() }

    /**
     * Settles what a crash left open, by asking the router. What cannot be settled while the router cannot be reached is listed.
     *
     * @throws NncException `router-busy`; or why the router or the database could not be used
     */
    public suspend fun recover(): List<Recovery> =
        told { native.recover() }

    override fun close(): Unit = native.close()
}

/**
 * A change under way. Letting it go does not stop the change: it goes on to its end.
 *
 * Closing it lets go of it and of nothing that was got from it.
 */
public class Operation internal constructor(private val native: NativeOperation) : AutoCloseable {
    /**
     * Waits for its end.
     *
     * @throws NncException `rolled-back`, `partially-applied`, `outcome-unknown`; or why the router or the database could not be used
     */
    public suspend fun result(): Change =
        told { native.result() }

    /**
     * How far it is, until it ends. A slow reader sees only the newest.
     *
     * @throws NncException why the router or the database could not be used
     */
    public fun progress(): Feed<Progress> =
        told { native.progress() }.let { Feed(it::nextBatch, it::stop, it::close) }

    /**
     * Gives it up at the next safe point; what was done by then is taken back. Where it is too late for that, it goes on.
     *
     * @throws NncException why the router or the database could not be used
     */
    public suspend fun cancel(): Unit =
        told { native.cancel() }

    override fun close(): Unit = native.close()
}

/**
 * The virtual interfaces of one router.
 *
 * Closing it lets go of it and of nothing that was got from it.
 */
public class VirtualInterfaces internal constructor(private val native: NativeVirtualInterfaces) : AutoCloseable {
    /**
     * Creates virtual interfaces: all of them or none. What exists already as asked is left alone.
     *
     * @param dryRun Says what would be done, and writes nothing.
     * @throws NncException `name-taken`, `parent-not-found`, `vlan-taken`, `subnet-overlap`, `pool-exhausted`, `vif-not-found`, `chain-loop`, `unsupported`; or why the router or the database could not be used
     */
    public suspend fun create(interfaces: List<CreateVirtualInterfaceInput>, dryRun: Boolean = false): Change =
        told { native.create(arguments {
            records("interfaces", interfaces) { one, to -> one.write(to) }
            boolean("dryRun", dryRun)
        }) }

    /**
     * Creates virtual interfaces: all of them or none. What exists already as asked is left alone.
     *
     * Gives the operation at once; what is refused is told by its result.
     *
     * @param dryRun Says what would be done, and writes nothing.
     * @throws NncException `name-taken`, `parent-not-found`, `vlan-taken`, `subnet-overlap`, `pool-exhausted`, `vif-not-found`, `chain-loop`, `unsupported`; or why the router or the database could not be used
     */
    public fun startCreate(interfaces: List<CreateVirtualInterfaceInput>, dryRun: Boolean = false): Operation =
        Operation(told { native.startCreate(arguments {
            records("interfaces", interfaces) { one, to -> one.write(to) }
            boolean("dryRun", dryRun)
        }) })

    /**
     * The virtual interfaces, by instance, as last confirmed by the router.
     *
     * @throws NncException why the router or the database could not be used
     */
    public suspend fun list(): List<VirtualInterface> =
        told { native.list() }

    /**
     * One virtual interface.
     *
     * @throws NncException `vif-not-found`; or why the router or the database could not be used
     */
    public suspend fun get(instance: String): VirtualInterface =
        told { native.get(arguments {
            text("instance", instance)
        }) }

    /**
     * The way that its traffic takes: itself, then what it goes through, to the last.
     *
     * @throws NncException `vif-not-found`; or why the router or the database could not be used
     */
    public suspend fun chain(instance: String): List<VirtualInterface> =
        told { native.chain(arguments {
            text("instance", instance)
        }) }

    /**
     * Deletes virtual interfaces: all of them or none.
     *
     * @param cascade Stops steering the devices that go through them, too.
     * @param dryRun Says what would be done, and writes nothing.
     * @throws NncException `vif-not-found`, `vif-in-use`, `resource-in-use`; or why the router or the database could not be used
     */
    public suspend fun delete(instances: List<String>, cascade: Boolean = false, dryRun: Boolean = false): Change =
        told { native.delete(arguments {
            texts("instances", instances)
            boolean("cascade", cascade)
            boolean("dryRun", dryRun)
        }) }

    /**
     * Deletes virtual interfaces: all of them or none.
     *
     * Gives the operation at once; what is refused is told by its result.
     *
     * @param cascade Stops steering the devices that go through them, too.
     * @param dryRun Says what would be done, and writes nothing.
     * @throws NncException `vif-not-found`, `vif-in-use`, `resource-in-use`; or why the router or the database could not be used
     */
    public fun startDelete(instances: List<String>, cascade: Boolean = false, dryRun: Boolean = false): Operation =
        Operation(told { native.startDelete(arguments {
            texts("instances", instances)
            boolean("cascade", cascade)
            boolean("dryRun", dryRun)
        }) })

    override fun close(): Unit = native.close()
}

/**
 * The steered devices of one router.
 *
 * Closing it lets go of it and of nothing that was got from it.
 */
public class SteeringRules internal constructor(private val native: NativeSteeringRules) : AutoCloseable {
    /**
     * Sends a device through a virtual interface, and never any other way: while the service cannot be reached the device
     * is cut off, unless the interface was made to fail open.
     *
     * @param device A MAC address, an address, a network, `vlan:ID` or `list:NAME`.
     * @param via The instance whose virtual interface it goes out by.
     * @param ipv4Only Leaves the device's IPv6 alone.
     * @param dryRun Says what would be done, and writes nothing.
     * @throws NncException `invalid-device`, `vif-not-found`, `device-steered`, `ipv6-not-coverable`, `vlan-not-found`; or why the router or the database could not be used
     */
    public suspend fun add(device: String, via: String, ipv4Only: Boolean = false, dryRun: Boolean = false): Change =
        told { native.add(arguments {
            text("device", device)
            text("via", via)
            boolean("ipv4Only", ipv4Only)
            boolean("dryRun", dryRun)
        }) }

    /**
     * Sends a device through a virtual interface, and never any other way: while the service cannot be reached the device
     * is cut off, unless the interface was made to fail open.
     *
     * Gives the operation at once; what is refused is told by its result.
     *
     * @param device A MAC address, an address, a network, `vlan:ID` or `list:NAME`.
     * @param via The instance whose virtual interface it goes out by.
     * @param ipv4Only Leaves the device's IPv6 alone.
     * @param dryRun Says what would be done, and writes nothing.
     * @throws NncException `invalid-device`, `vif-not-found`, `device-steered`, `ipv6-not-coverable`, `vlan-not-found`; or why the router or the database could not be used
     */
    public fun startAdd(device: String, via: String, ipv4Only: Boolean = false, dryRun: Boolean = false): Operation =
        Operation(told { native.startAdd(arguments {
            text("device", device)
            text("via", via)
            boolean("ipv4Only", ipv4Only)
            boolean("dryRun", dryRun)
        }) })

    /**
     * Sends a steered device through another virtual interface, at once.
     *
     * @param dryRun Says what would be done, and writes nothing.
     * @throws NncException `device-not-found`, `vif-not-found`; or why the router or the database could not be used
     */
    public suspend fun switch(device: String, via: String, dryRun: Boolean = false): Change =
        told { native.switch(arguments {
            text("device", device)
            text("via", via)
            boolean("dryRun", dryRun)
        }) }

    /**
     * Sends a steered device through another virtual interface, at once.
     *
     * Gives the operation at once; what is refused is told by its result.
     *
     * @param dryRun Says what would be done, and writes nothing.
     * @throws NncException `device-not-found`, `vif-not-found`; or why the router or the database could not be used
     */
    public fun startSwitch(device: String, via: String, dryRun: Boolean = false): Operation =
        Operation(told { native.startSwitch(arguments {
            text("device", device)
            text("via", via)
            boolean("dryRun", dryRun)
        }) })

    /**
     * Stops steering a device.
     *
     * @param dryRun Says what would be done, and writes nothing.
     * @throws NncException `device-not-found`, `resource-in-use`; or why the router or the database could not be used
     */
    public suspend fun remove(device: String, dryRun: Boolean = false): Change =
        told { native.remove(arguments {
            text("device", device)
            boolean("dryRun", dryRun)
        }) }

    /**
     * Stops steering a device.
     *
     * Gives the operation at once; what is refused is told by its result.
     *
     * @param dryRun Says what would be done, and writes nothing.
     * @throws NncException `device-not-found`, `resource-in-use`; or why the router or the database could not be used
     */
    public fun startRemove(device: String, dryRun: Boolean = false): Operation =
        Operation(told { native.startRemove(arguments {
            text("device", device)
            boolean("dryRun", dryRun)
        }) })

    /**
     * The steered devices, as last confirmed by the router.
     *
     * @throws NncException why the router or the database could not be used
     */
    public suspend fun list(): List<SteeringRule> =
        told { native.list() }

    override fun close(): Unit = native.close()
}

/**
 * The VLAN ids and the address space of one router.
 *
 * Closing it lets go of it and of nothing that was got from it.
 */
public class VlanPoolHandle internal constructor(private val native: NativeVlanPoolHandle) : AutoCloseable {
    /**
     * The pool, and how much of it is left, so far as is known without asking the router.
     *
     * @throws NncException why the router or the database could not be used
     */
    public suspend fun status(): VlanPoolStatus =
        told { native.status() }

    /**
     * What was given out, by VLAN id.
     *
     * @throws NncException why the router or the database could not be used
     */
    public suspend fun allocations(): List<VlanAllocation> =
        told { native.allocations() }

    /**
     * Changes the pool for what is created from now on; what exists keeps what it has.
     *
     * @throws NncException `invalid-pool`, `router-busy`; or why the router or the database could not be used
     */
    public suspend fun configure(change: UpdateVlanPoolInput): VlanPoolStatus =
        told { native.configure(arguments {
            record("change", change) { one, to -> one.write(to) }
        }) }

    /**
     * Takes back what belongs to nothing: quarantines that are over, and rows of ours on the router whose resource is not known.
     *
     * @throws NncException why the router or the database could not be used
     */
    public suspend fun clean(): Change =
        told { native.clean() }

    /**
     * Takes back what belongs to nothing: quarantines that are over, and rows of ours on the router whose resource is not known.
     *
     * Gives the operation at once; what is refused is told by its result.
     *
     * @throws NncException why the router or the database could not be used
     */
    public fun startClean(): Operation =
        Operation(told { native.startClean() })

    override fun close(): Unit = native.close()
}

/**
 * The resources of one router, of every type. `which` names one by its uuid or by what it is called, such as `vif/tor-usa`.
 *
 * Closing it lets go of it and of nothing that was got from it.
 */
public class Resources internal constructor(private val native: NativeResources) : AutoCloseable {
    /**
     * All resources, by what they are called.
     *
     * @throws NncException why the router or the database could not be used
     */
    public suspend fun list(): List<ResourceSummary> =
        told { native.list() }

    /**
     * A resource with the wanted layers; all of them where none is named. One that was deleted has its uuid and its times still.
     *
     * @throws NncException `no-such-resource`; or why the router or the database could not be used
     */
    public suspend fun show(which: String, layers: List<Layer> = emptyList()): ResourceView =
        told { native.show(arguments {
            text("which", which)
            texts("layers", layers.map { it.word })
        }) }

    /**
     * A resource as it was at a time; null if it was not there then. A layer whose past is not kept that far says so.
     *
     * @throws NncException `no-such-resource`; or why the router or the database could not be used
     */
    public suspend fun at(which: String, time: Instant, layers: List<Layer> = emptyList()): ResourceAt? =
        told { native.at(arguments {
            text("which", which)
            instant("time", time)
            texts("layers", layers.map { it.word })
        }) }

    /**
     * What happened to the wanted layers of a resource: what changed, who wanted it and why; newest first.
     *
     * @throws NncException `no-such-resource`; or why the router or the database could not be used
     */
    public suspend fun history(which: String, layers: List<Layer> = emptyList(), limit: Int = 50): List<HistoryEntry> =
        told { native.history(arguments {
            text("which", which)
            texts("layers", layers.map { it.word })
            int("limit", limit)
        }) }

    /**
     * What differs in the wanted layers of a resource between two times.
     *
     * @throws NncException `no-such-resource`; or why the router or the database could not be used
     */
    public suspend fun diff(which: String, since: Instant, until: Instant, layers: List<Layer> = emptyList()): List<LayerDifference> =
        told { native.diff(arguments {
            text("which", which)
            instant("since", since)
            instant("until", until)
            texts("layers", layers.map { it.word })
        }) }

    /**
     * What breaks if a resource is deleted, and why. `which` may also be something of the router that resources need, such as `interface/ether1`.
     *
     * @throws NncException `no-such-resource`; or why the router or the database could not be used
     */
    public suspend fun impact(which: String): ImpactReport =
        told { native.impact(arguments {
            text("which", which)
        }) }

    /**
     * Notes that a resource needs another: deleting the other is refused from now on unless what needs it goes too.
     *
     * @throws NncException `no-such-resource`, `relationship-cycle`; or why the router or the database could not be used
     */
    public suspend fun depend(which: String, on: String, reason: String? = null): Unit =
        told { native.depend(arguments {
            text("which", which)
            text("on", on)
            text("reason", reason)
        }) }

    /**
     * Makes a resource of a type of the schema as a document says, on the router too; the same again writes nothing. Secrets
     * in the document are stored, encrypted, and only referred to from then on.
     *
     * @param kind The type, such as `WireGuardClient`.
     * @param document The document: an object with the fields of the type.
     * @param dryRun Says what would be done, and writes nothing.
     * @throws NncException `unknown-type`, `invalid-input`, `immutable-field`, `name-taken`, `unsupported`; or why the router or the database could not be used
     */
    public suspend fun apply(kind: String, document: String, dryRun: Boolean = false): Change =
        told { native.apply(arguments {
            text("kind", kind)
            json("document", document)
            boolean("dryRun", dryRun)
        }) }

    /**
     * Makes a resource of a type of the schema as a document says, on the router too; the same again writes nothing. Secrets
     * in the document are stored, encrypted, and only referred to from then on.
     *
     * Gives the operation at once; what is refused is told by its result.
     *
     * @param kind The type, such as `WireGuardClient`.
     * @param document The document: an object with the fields of the type.
     * @param dryRun Says what would be done, and writes nothing.
     * @throws NncException `unknown-type`, `invalid-input`, `immutable-field`, `name-taken`, `unsupported`; or why the router or the database could not be used
     */
    public fun startApply(kind: String, document: String, dryRun: Boolean = false): Operation =
        Operation(told { native.startApply(arguments {
            text("kind", kind)
            json("document", document)
            boolean("dryRun", dryRun)
        }) })

    /**
     * Deletes a resource, on the router too.
     *
     * @param cascade Deletes what needs it first.
     * @param dryRun Says what would be done, and writes nothing.
     * @throws NncException `no-such-resource`, `resource-in-use`; or why the router or the database could not be used
     */
    public suspend fun delete(which: String, cascade: Boolean = false, dryRun: Boolean = false): Change =
        told { native.delete(arguments {
            text("which", which)
            boolean("cascade", cascade)
            boolean("dryRun", dryRun)
        }) }

    /**
     * Deletes a resource, on the router too.
     *
     * Gives the operation at once; what is refused is told by its result.
     *
     * @param cascade Deletes what needs it first.
     * @param dryRun Says what would be done, and writes nothing.
     * @throws NncException `no-such-resource`, `resource-in-use`; or why the router or the database could not be used
     */
    public fun startDelete(which: String, cascade: Boolean = false, dryRun: Boolean = false): Operation =
        Operation(told { native.startDelete(arguments {
            text("which", which)
            boolean("cascade", cascade)
            boolean("dryRun", dryRun)
        }) })

    override fun close(): Unit = native.close()
}
