package nnc

import java.nio.file.Files
import java.util.TreeMap
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertTrue
import kotlinx.coroutines.runBlocking

/** A router that is rows in memory: the least that one needs to be. */
private class Memory : HostRouter {
    private data class State(val menus: Map<String, List<Map<String, String>>>, val begun: State?)

    private var state = State(emptyMap(), null)
    private var next = 0
    var problem: Exception? = null

    init {
        for (name in listOf("ether1", "ether2")) add("/interface", mapOf("name" to name, "type" to "ether", "running" to "true"))
    }

    fun rows(menu: String): List<Map<String, String>> = state.menus[menu].orEmpty()

    private fun put(menu: String, rows: List<Map<String, String>>) {
        state = state.copy(menus = TreeMap(state.menus).also { it[menu] = rows })
    }

    private fun add(menu: String, values: Map<String, String>): String {
        next += 1
        val id = "*%X".format(next)
        val before = rows(menu).indexOfFirst { it[".id"] == values["place-before"] }
        val at = if (before < 0) rows(menu).size else before
        put(menu, rows(menu).toMutableList().apply { add(at, values - "place-before" + (".id" to id)) })
        return id
    }

    override suspend fun version(): String = problem?.let { throw it } ?: "7.22.3"

    override suspend fun identity(): String = "in memory"


    override suspend fun read(menu: String): List<Map<String, String>> = problem?.let { throw it } ?: rows(menu)

    override suspend fun write(menu: String, verb: String, values: Map<String, String>): String? {
        if (verb == "add") return add(menu, values)
        val id = values[".id"] ?: values["numbers"]
        val rows = rows(menu).toMutableList()
        val at = rows.indexOfFirst { it[".id"] == id }
        if (at < 0) throw NncException.Refused("router-refused", "no such item")
        when (verb) {
            "set" -> rows[at] = rows[at] + (values - ".id")
            "unset" -> rows[at] = rows[at] - values.getValue("value-name")
            "remove" -> rows.removeAt(at)
            "move" -> {
                val row = rows.removeAt(at)
                val to = rows.indexOfFirst { it[".id"] == values["destination"] }
                rows.add(if (to < 0) rows.size else to, row)
            }
            else -> throw NncException.Refused("router-refused", "no such command $verb")
        }
        put(menu, rows)
        return null
    }

    override suspend fun begin() {
        check(state.begun == null) { "another change is under way" }
        state = state.copy(begun = state)
    }

    override suspend fun commit() {
        state = state.copy(begun = null)
    }

    override suspend fun rollBack() {
        state = checkNotNull(state.begun) { "nothing was begun" }
    }
}

class HostRouterTest {
    private fun attached(test: suspend (Memory, RouterHandle) -> Unit): Unit = runBlocking {
        val folder = Files.createTempDirectory("nnc-kotlin")
        val memory = Memory()
        Nnc.open(folder.toString()).use { nnc ->
            assertEquals("in memory", nnc.attachRouter("mine", memory).identity)
            test(memory, nnc.router("mine"))
        }
        folder.toFile().deleteRecursively()
    }

    @Test
    fun `a router written in Kotlin is driven as any other`() = attached { memory, mine ->
        mine.virtualInterfaces.create(wishes(2))
        mine.steeringRules.add("02:00:00:00:00:01", "vpn-0")
        assertEquals(listOf("nnc-vpn-0", "nnc-vpn-1"), memory.rows("/interface/vlan").map { it["name"] })
        assertTrue(mine.drift().differences.isEmpty())
        mine.virtualInterfaces.delete(listOf("vpn-0", "vpn-1"), cascade = true)
        assertEquals(emptyList(), memory.rows("/interface/vlan"))
    }

    @Test
    fun `its errors arrive with their codes`() = attached { memory, mine ->
        memory.problem = NncException.Unavailable("router-unreachable", "the cable is out")
        assertEquals("router-unreachable", assertFailsWith<NncException.Unavailable> { mine.drift() }.code)
        memory.problem = IllegalStateException("out of order")
        val refused = assertFailsWith<NncException> { mine.drift() }
        assertTrue("out of order" in refused.message, refused.message)
        memory.problem = null
        assertTrue(mine.virtualInterfaces.create(wishes(1)).changed)
    }
}
