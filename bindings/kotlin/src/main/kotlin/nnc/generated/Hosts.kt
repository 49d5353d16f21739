// generated from schema/nnc.graphql by `cargo xtask codegen`; do not edit

package nnc

import java.time.Duration
import java.time.Instant

/**
 * A router that your program implements. It keeps rows as RouterOS does, in whatever way it can: each menu, such as
 * `/interface/vlan`, has rows in an order, each with a handle under `.id` and texts spelled as RouterOS spells them. An
 * error with the code `router-unreachable` or `connection-lost` means that nobody answers, `unsupported` that there is no
 * such menu; any other that it refuses and has changed nothing.
 */
public interface HostRouter {
    /** The version of RouterOS whose rows it keeps, such as `7.22.3`. */
    public suspend fun version(): String

    /** Its own name. */
    public suspend fun identity(): String

    /** The rows of a menu, in their order. */
    public suspend fun read(menu: String): List<Map<String, String>>

    /**
     * Carries out `add` (with `place-before`: the handle of the row that it goes before), `set` and `remove` (with `.id`),
     * `move` (with `numbers` and `destination`) or `unset` (with `.id` and `value-name`). Gives the handle of a row that was
     * added.
     */
    public suspend fun write(menu: String, verb: String, values: Map<String, String>): String?

    /** Begins what `commit` makes stand and `rollBack` takes back. Refuse it while another is open. */
    public suspend fun begin(): Unit

    /** Makes everything since `begin` stand. */
    public suspend fun commit(): Unit

    /** Takes everything since `begin` back. */
    public suspend fun rollBack(): Unit
}

internal class AdaptedHostRouter(private val host: HostRouter) : NativeHostRouter {
    override suspend fun version(): String = asked { host.version() }

    override suspend fun identity(): String = asked { host.identity() }

    override suspend fun read(menu: String): List<Map<String, String>> = asked { host.read(menu) }

    override suspend fun write(menu: String, verb: String, values: Map<String, String>): String? = asked { host.write(menu, verb, values) }

    override suspend fun begin(): Unit = asked { host.begin() }

    override suspend fun commit(): Unit = asked { host.commit() }

    override suspend fun rollBack(): Unit = asked { host.rollBack() }
}
