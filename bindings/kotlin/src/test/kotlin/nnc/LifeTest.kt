package nnc

import java.lang.ref.Cleaner
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.CountDownLatch
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
    fun `streams that are let go of cost nothing`() = atHome { nnc, _ ->
        isSteady("streams") { nnc.events(capacity = 1000) }
    }

    @Test
    fun `handles that are let go of cost nothing`() = atHome { nnc, _ ->
        isSteady("handles") { nnc.router("home").virtualInterfaces }
    }

    @Test
    fun `records and errors cost nothing`() = atHome { _, home ->
        home.virtualInterfaces.create(wishes(1))
        isSteady("records and errors") {
            home.virtualInterfaces.list()
            assertFailsWith<NncException.NotFound> { home.virtualInterfaces.get("nobody") }
        }
    }

    @Test
    fun `directories that are let go of have no files open`() = runBlocking {
        val folder = Files.createTempDirectory("nnc-kotlin")
        suspend fun open(number: Int) {
            val nnc = Nnc.open(folder.resolve("$number").toString())
            nnc.addRouter("away", "routeros+api://admin@127.0.0.1:1", offline = true)
        }
        open(0)
        collect()
        val before = openFiles()
        repeat(20) { open(it + 1) }
        // Each has its database open; the JVM opens a file or two of its own.
        val left = (0 until 100).firstOrNull { collect(); openFiles() <= before + 5 }
        folder.toFile().deleteRecursively()
        assertTrue(left != null, "${openFiles()} files are open, and there were $before")
    }

    /**
     * Does something so often that a leak shows, after as many times of getting warm. Nobody closes anything: what is let
     * go of is the garbage collector's. `NNC_SOAK=1` goes the whole way.
     */
    private suspend fun isSteady(name: String, once: suspend () -> Unit) {
        val rounds = if (System.getenv("NNC_SOAK") == "1") 50_000 else 5_000
        suspend fun half() {
            repeat(rounds) {
                once()
                if (it % 1_000 == 0) collect()
            }
            repeat(3) { collect() }
        }
        half()
        val before = resident()
        half()
        val grown = resident() - before
        println("$name: ${2 * rounds} cycles, grown by $grown bytes in the second half")
        assertTrue(grown < 16 * 1024 * 1024, "$name: grown by $grown bytes")
    }

    private val cleaner = Cleaner.create()

    /** Collects what nobody holds; what that had in the native library goes with it, on a thread of its own. */
    private fun collect() {
        System.gc()
        val done = CountDownLatch(1)
        cleaner.register(Any(), done::countDown)
        while (!done.await(10, TimeUnit.MILLISECONDS)) System.gc()
    }

    private fun resident(): Long = Path.of("/proc/self/statm").toFile().readText().split(' ')[1].toLong() * 4096

    private fun openFiles(): Int = checkNotNull(Path.of("/proc/self/fd").toFile().list()).size

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
