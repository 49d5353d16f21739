package nnc

import java.nio.file.Path
import java.util.concurrent.TimeUnit
import kotlin.test.Test
import kotlin.test.assertContains
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertTrue
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext

class LifeTest {
    @Test
    fun `cancelling in the middle of a change lets it go on to its end`() = atHome { nnc, home ->
        coroutineScope {
            for (round in 0 until 5) {
                val events = nnc.events(kind = "apply")
                val wishes = (0 until 10).map { CreateVirtualInterfaceInput(name = "r$round-$it", service = "tor") }
                val creating = launch(start = CoroutineStart.UNDISPATCHED) { home.virtualInterfaces.create(wishes) }
                events.first { it.kind == "apply.applying" }
                creating.cancelAndJoin()
                // The next change waits for the one that was let go: all of it is there, and all of it is whole.
                home.virtualInterfaces.create(listOf(CreateVirtualInterfaceInput(name = "after-$round", service = "tor")))
                assertEquals((round + 1) * 11, home.virtualInterfaces.list().size)
            }
        }
        assertTrue(home.drift().differences.isEmpty())
    }

    @Test
    fun `many calls at once`() = atHome { _, home ->
        home.virtualInterfaces.create(wishes(20))
        withContext(Dispatchers.Default) {
            val lists = (0 until 500).map { async { home.virtualInterfaces.list() } }.awaitAll()
            assertTrue(lists.all { it.size == 20 })
        }
    }

    @Test
    fun `a closed handle says so`() = atHome { nnc, _ ->
        val router = nnc.router("home")
        router.close()
        router.close()
        assertFailsWith<IllegalStateException> { router.info() }
        Unit
    }

    @Test
    fun `what is let go is closed by the collector`() = atHome { nnc, _ ->
        // A subscription holds memory of the bus; ten thousand that nobody closes would be seen.
        val runtime = ProcessHandle.current().pid()
        fun resident(): Long = Path.of("/proc/$runtime/statm").toFile().readText().split(' ')[1].toLong() * 4096
        fun round() = repeat(5_000) {
            nnc.events(capacity = 1000)
            if (it % 1000 == 0) System.gc()
        }
        round()
        round()
        val before = resident()
        round()
        round()
        val grown = resident() - before
        assertTrue(grown < 64 * 1024 * 1024, "grown by $grown bytes")
    }

    @Test
    fun `a process with an open stream and a change under way ends`() {
        val java = Path.of(System.getProperty("java.home"), "bin", "java").toString()
        val child = ProcessBuilder(java, "-cp", System.getProperty("java.class.path"), "nnc.EndingKt")
            .redirectErrorStream(true).start()
        val ended = child.waitFor(60, TimeUnit.SECONDS)
        val said = child.inputStream.bufferedReader().readText()
        child.destroyForcibly()
        assertTrue(ended, said)
        assertContains(said, "leaving")
        assertEquals(0, child.exitValue(), said)
    }
}
