package nnc

import com.fasterxml.jackson.databind.SerializationFeature
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule
import com.fasterxml.jackson.module.kotlin.jacksonObjectMapper
import com.fasterxml.jackson.module.kotlin.readValue
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlinx.coroutines.runBlocking

/**
 * A list of 100 virtual interfaces beside an empty call and Jackson's parse of the same list from JSON. Not among the tests:
 * `cargo xtask kotlin`, then `mvn -Dtest=ListBenchmark test` here with `NNC_SIM` set.
 */
class ListBenchmark {
    @Test
    fun `a list of 100 costs no more than an empty call and parsing it from JSON`() = runBlocking {
        Bench().use { bench ->
            Nnc.open(bench.path).use { nnc ->
                val home = bench.home(nnc)
                home.virtualInterfaces.create(wishes(100))
                val mapper = jacksonObjectMapper().registerModule(JavaTimeModule()).enable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                val listed = home.virtualInterfaces.list()
                val json = mapper.writeValueAsString(listed)
                assertEquals(listed, mapper.readValue<List<VirtualInterface>>(json))

                val (empty, list, parse) = listOf(Times(), Times(), Times())
                // In turns, so that whatever else the machine does falls on all alike; the first half warms up.
                repeat(2 * ROUNDS) { round ->
                    val counted = round >= ROUNDS
                    empty.add(counted, time { repeat(CALLS) { Nnc.version() } })
                    list.add(counted, time { repeat(CALLS) { home.virtualInterfaces.list() } })
                    parse.add(counted, time { repeat(CALLS) { mapper.readValue<List<VirtualInterface>>(json) } })
                }
                val bound = empty.median() + parse.median()
                println(
                    "list of 100: %.0f us; empty call %.0f us + Jackson's parse of %d bytes %.0f us = %.0f us; ratio %.2f".format(
                        list.median(), empty.median(), json.length, parse.median(), bound, list.median() / bound,
                    ),
                )
            }
        }
    }

    private class Times {
        private val all = mutableListOf<Double>()

        fun add(counted: Boolean, microseconds: Double) {
            if (counted) all += microseconds
        }

        fun median(): Double = all.sorted()[all.size / 2]
    }

    private inline fun time(work: () -> Unit): Double {
        val start = System.nanoTime()
        work()
        return (System.nanoTime() - start) / 1000.0 / CALLS
    }

    private companion object {
        const val CALLS = 100
        const val ROUNDS = 30
    }
}
