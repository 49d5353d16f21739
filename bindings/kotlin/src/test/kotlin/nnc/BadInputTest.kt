package nnc

import java.time.Duration
import java.time.Instant
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertFalse

/** What the types of Kotlin admit and nnc does not: the code and the pointer are those of every other language. */
class BadInputTest {
    private suspend fun refused(finding: String, call: suspend () -> Unit) {
        val refusal = assertFailsWith<NncException.Invalid> { call() }
        assertEquals("invalid-argument", refusal.code)
        assertEquals(finding, refusal.context["finding.0"], refusal.message)
    }

    @Test
    fun `texts that are none`() = atHome { nnc, home ->
        refused("wrong-type /instance") { home.virtualInterfaces.get("half \uD83D") }
        refused("wrong-type /interfaces/1/name") {
            home.virtualInterfaces.create(wishes(1) + CreateVirtualInterfaceInput(name = "\uDE00", service = "tor"))
        }
        refused("control-character /name") { nnc.router("with\u0000nul") }
        refused("control-character /name") { nnc.router("two\nlines") }
        refused("too-short /name") { nnc.router("") }
        refused("too-long /name") { nnc.router("a".repeat(64)) }
    }

    @Test
    fun `numbers, moments and spans out of range`() = atHome { nnc, home ->
        refused("out-of-range /capacity") { nnc.events(capacity = 0).close() }
        refused("out-of-range /limit") { home.resources.history("vif/x", limit = Int.MAX_VALUE) }
        refused("out-of-range /time") { home.resources.at("vif/x", Instant.MAX) }
        refused("out-of-range /time") { home.resources.at("vif/x", Instant.MIN) }
        refused("out-of-range /wait") { Nnc.open("/nowhere", wait = Duration.ofMillis(-1)) }
        refused("out-of-range /wait") { Nnc.open("/nowhere", wait = Duration.ofSeconds(Long.MAX_VALUE)) }
        refused("out-of-range /change/quarantine") {
            home.vlanPool.configure(UpdateVlanPoolInput(quarantine = Duration.ofDays(8)))
        }
    }

    @Test
    fun `documents that are none`() = atHome { _, home ->
        refused("wrong-type /document") { home.resources.apply("Vlan", "{") }
        refused("wrong-type /document") { home.resources.apply("Vlan", "\uD800") }
        refused("wrong-type /document") { home.resources.apply("Vlan", "[".repeat(1000)) }
        val refusal = assertFailsWith<NncException.Invalid> {
            home.resources.apply("Vlan", """{"secret":"hunter2"}""")
        }
        assertFalse("hunter2" in refusal.toString() + refusal.context)
    }

    @Test
    fun `everything that is wrong is told at once`() = atHome { _, home ->
        val refusal = assertFailsWith<NncException.Invalid> {
            home.virtualInterfaces.create(listOf(CreateVirtualInterfaceInput(name = "TOR", service = "", vlanId = 1)))
        }
        val found = refusal.context.filterKeys { it.startsWith("finding.") }.values.toList()
        val expected = listOf(
            "pattern-mismatch /interfaces/0/name",
            "pattern-mismatch /interfaces/0/service",
            "too-short /interfaces/0/service",
            "out-of-range /interfaces/0/vlanId",
        )
        assertEquals(expected, found)
    }
}
