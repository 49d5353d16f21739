// generated from schema/nnc.graphql by `cargo xtask codegen`; do not edit

package nnc

import java.time.Duration
import java.time.Instant

/**
 * A wish for a virtual interface.
 *
 * @property name Names the instance; unique on the router.
 * @property service The name in the service catalogue, such as `tor`.
 * @property parent The interface that the service is behind; `ether1` where it is absent. A bridge port means its bridge.
 * @property vlanId The VLAN id; from the pool where it is absent.
 * @property dns The resolver that steered devices are sent to.
 * @property through The instance whose virtual interface carries this one's own traffic.
 */
public data class CreateVirtualInterfaceInput(
    public val name: String,
    public val service: String,
    public val parent: String? = null,
    public val vlanId: Int? = null,
    public val dns: String? = null,
    public val gatewayType: GatewayType = GatewayType.NONE,
    public val through: String? = null,
    public val onFailure: OnFailure = OnFailure.CLOSED,
    public val ipv6: Boolean = false,
    public val dhcp: Boolean = false,
)

internal fun CreateVirtualInterfaceInput.write(to: Fields) {
    to.text("name", this.name)
    to.text("service", this.service)
    to.text("parent", this.parent)
    to.int("vlanId", this.vlanId)
    to.text("dns", this.dns)
    to.text("gatewayType", this.gatewayType.word)
    to.text("through", this.through)
    to.text("onFailure", this.onFailure.word)
    to.boolean("ipv6", this.ipv6)
    to.boolean("dhcp", this.dhcp)
}

/** A change to a VLAN pool. */
public data class UpdateVlanPoolInput(
    public val first: Int? = null,
    public val last: Int? = null,
    public val prefix: String? = null,
    public val quarantine: Duration? = null,
)

internal fun UpdateVlanPoolInput.write(to: Fields) {
    to.int("first", this.first)
    to.int("last", this.last)
    to.text("prefix", this.prefix)
    to.duration("quarantine", this.quarantine)
}

internal val GatewayType.word: String
    get() = when (this) {
        GatewayType.NONE -> "NONE"
        GatewayType.HEV_SOCKS5_TUNNEL -> "HEV_SOCKS5_TUNNEL"
    }

internal val OnFailure.word: String
    get() = when (this) {
        OnFailure.CLOSED -> "CLOSED"
        OnFailure.OPEN -> "OPEN"
    }

internal val Layer.word: String
    get() = when (this) {
        Layer.CONFIGURATION -> "CONFIGURATION"
        Layer.VALIDATION -> "VALIDATION"
        Layer.DEPLOYMENT -> "DEPLOYMENT"
        Layer.RUNTIME -> "RUNTIME"
        Layer.TELEMETRY -> "TELEMETRY"
        Layer.METADATA -> "METADATA"
        Layer.RELATIONSHIPS -> "RELATIONSHIPS"
        Layer.PLATFORM -> "PLATFORM"
    }
