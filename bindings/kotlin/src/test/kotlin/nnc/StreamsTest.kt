package nnc

import java.time.Instant
import kotlin.test.Test
import kotlin.test.assertContains
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertTrue
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.async
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.takeWhile
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.yield

class StreamsTest {
    @Test
    fun `a stream has what happens from its opening on`() = atHome { nnc, home ->
        val events = nnc.events(kind = "apply")
        home.virtualInterfaces.create(wishes(1))
        val seen = events.takeWhile { it.kind != "apply.merged" }.toList()
        assertContains(seen.map { it.kind }, "apply.applying")
        assertEquals(0, seen.sumOf { it.lost })
    }

    @Test
    fun `a slow reader is told how much it has missed`() = atHome { nnc, home ->
        val events = nnc.events(capacity = 1)
        home.virtualInterfaces.create(wishes(1))
        assertTrue(events.first().lost > 0)
    }

    @Test
    fun `a stream is collected once`() = atHome { nnc, home ->
        val events = nnc.events()
        home.virtualInterfaces.create(wishes(1))
        events.first()
        assertFailsWith<IllegalStateException> { events.first() }
    }

    @Test
    fun `closing ends who waits`(): Unit = atHome { nnc, _ ->
        coroutineScope {
            val events = nnc.events()
            val waiting = async(start = CoroutineStart.UNDISPATCHED) { events.toList() }
            events.close()
            assertEquals(emptyList(), waiting.await())
            events.close()
        }
    }

    @Test
    fun `who is cancelled while it waits ends at once`() = atHome { nnc, home ->
        coroutineScope {
            val events = nnc.events()
            val waiting = launch(start = CoroutineStart.UNDISPATCHED) { events.collect {} }
            yield()
            waiting.cancelAndJoin()
        }
        assertTrue(home.virtualInterfaces.create(wishes(1)).changed)
    }

    @Test
    fun `an operation tells how far it is`() = atHome { _, home ->
        val operation = home.virtualInterfaces.startCreate(wishes(2))
        val phases = operation.progress().toList().map { it.phase }
        assertEquals("merged", phases.last())
        assertTrue(operation.result().changed)
        assertTrue(operation.result().changed)
    }

    @Test
    fun `an operation can be given up`() = atHome { _, home ->
        val operation = home.virtualInterfaces.startCreate(wishes(50))
        operation.cancel()
        val told = assertFailsWith<NncException> { operation.result() }
        assertEquals("rolled-back", told.code)
        assertEquals(emptyList(), home.virtualInterfaces.list())
    }

    @Test
    fun `the same seed gives the same`() = runBlocking {
        val time = Instant.parse("2026-01-02T03:04:05Z")
        val seen = List(2) {
            Bench().use { bench ->
                Nnc.openForTest(bench.path, seed = ULong.MAX_VALUE, time = time).use { nnc ->
                    val home = bench.home(nnc)
                    home.virtualInterfaces.create(wishes(2))
                    home.virtualInterfaces.list()
                }
            }
        }
        assertEquals(seen[0], seen[1])
        assertEquals(time, seen[0][0].createdAt)
    }
}
