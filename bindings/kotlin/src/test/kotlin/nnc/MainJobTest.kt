package nnc

import java.time.Instant
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertFalse
import kotlin.test.assertTrue
import kotlinx.coroutines.runBlocking

class MainJobTest {
    @Test
    fun `virtual interfaces are made, listed, steered to and deleted`() = atHome { nnc, home ->
        assertEquals(listOf("home"), nnc.routers().map { it.name })
        val made = home.virtualInterfaces.create(
            listOf(
                CreateVirtualInterfaceInput(name = "tor-usa", service = "tor"),
                CreateVirtualInterfaceInput(name = "vpn", service = "xray", vlanId = 150, gatewayType = GatewayType.HEV_SOCKS5_TUNNEL),
            ),
        )
        assertTrue(made.changed)
        val listed = home.virtualInterfaces.list()
        assertEquals(listOf("tor-usa" to 100, "vpn" to 150), listed.map { it.instance to it.vlanId })
        assertEquals(GatewayType.HEV_SOCKS5_TUNNEL, listed[1].gatewayType)
        assertTrue(listed[0].createdAt > Instant.parse("2024-01-01T00:00:00Z"))

        assertTrue(home.steeringRules.add(device = "02:00:00:00:00:01", via = "tor-usa").changed)
        val rule = home.steeringRules.list().single()
        assertEquals(DeviceSelector.Mac("02:00:00:00:00:01"), rule.device)
        assertEquals(emptyList(), home.verifyLeaks().leaks)
        assertTrue(home.steeringRules.switch("02:00:00:00:00:01", "vpn").changed)
        assertTrue(home.steeringRules.remove("02:00:00:00:00:01").changed)

        assertTrue(home.virtualInterfaces.delete(listOf("tor-usa", "vpn")).changed)
        assertEquals(emptyList(), home.virtualInterfaces.list())
    }

    @Test
    fun `a dry run says what it would do and does nothing`() = atHome { _, home ->
        val plan = home.virtualInterfaces.create(wishes(1), dryRun = true)
        assertTrue(plan.dryRun && plan.changed && plan.planHash != null)
        assertTrue(plan.commands.any { it.startsWith("/interface vlan add") }, plan.commands.toString())
        assertEquals(emptyList(), home.virtualInterfaces.list())
    }

    @Test
    fun `errors have a class, a code and details`() = atHome { nnc, home ->
        val absent = assertFailsWith<NncException.NotFound> { home.virtualInterfaces.get("nobody") }
        assertEquals("vif-not-found", absent.code)
        assertFalse(absent.retryable)
        assertTrue("nobody" in absent.message)
        assertEquals("router-exists", assertFailsWith<NncException.Conflict> {
            nnc.addRouter("home", "routeros+api://admin@127.0.0.1:1", offline = true)
        }.code)
        val away = assertFailsWith<NncException> { nnc.addRouter("away", "routeros+api://admin@127.0.0.1:1") }
        assertEquals("router-unreachable" to true, away.code to away.retryable)
    }

    @Test
    fun `the version is that of the library`() = runBlocking {
        assertTrue(Regex("""\d+\.\d+\.\d+""").matches(Nnc.version()))
    }
}
