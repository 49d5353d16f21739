package nnc

import java.util.logging.Handler
import java.util.logging.Level
import java.util.logging.Logger
import kotlin.test.Test
import kotlin.test.assertContains
import kotlin.test.assertEquals
import kotlin.test.assertTrue
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.launch
import kotlinx.coroutines.withTimeout

class LogTest {
    @Test
    fun `what nnc does is told with its level and details`() = atHome { _, home ->
        val records = nncLog(LogLevel.DEBUG)
        home.virtualInterfaces.create(wishes(1))
        val told = withTimeout(30_000) { records.first { it.message == "apply" } }
        assertEquals(LogLevel.DEBUG, told.level)
        assertTrue(told.target.startsWith("nnc_state"), told.target)
        assertContains(told.fields, "phase")
        assertEquals(0uL, told.lost)
    }

    @Test
    fun `what is less grave than asked for is not told`() = atHome { _, home ->
        val errors = nncLog(LogLevel.ERROR)
        home.virtualInterfaces.create(wishes(1))
        errors.close()
        assertEquals(emptyList(), errors.toList())
    }

    @Test
    fun `the logging of the JDK takes it`() = atHome { _, home ->
        val heard = CompletableDeferred<Level>()
        val logger = Logger.getLogger("nnc-test").apply {
            useParentHandlers = false
            level = Level.ALL
            addHandler(object : Handler() {
                override fun publish(record: java.util.logging.LogRecord) {
                    if (record.message == "apply") heard.complete(record.level)
                }

                override fun flush() = Unit

                override fun close() = Unit
            })
        }
        coroutineScope {
            val records = nncLog(LogLevel.DEBUG)
            val bridge = launch { records.collect { logger.log(it.level.ofJdk(), it.message) } }
            home.virtualInterfaces.create(wishes(1))
            assertEquals(Level.FINE, withTimeout(30_000) { heard.await() })
            bridge.cancel()
        }
    }

    private fun LogLevel.ofJdk(): Level = when (this) {
        LogLevel.ERROR -> Level.SEVERE
        LogLevel.WARN -> Level.WARNING
        LogLevel.INFO -> Level.INFO
        LogLevel.DEBUG -> Level.FINE
        LogLevel.TRACE -> Level.FINER
    }
}
