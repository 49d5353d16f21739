package nnc

import kotlin.test.Test
import kotlin.test.assertEquals
import kotlinx.coroutines.runBlocking

class QuickstartTest {
    @Test
    fun `the program of the README does what it says`() = runBlocking {
        Bench().use { bench ->
            System.setProperty("nnc.data", bench.path)
            System.setProperty("nnc.router", "routeros+api://admin@${bench.address}")
            quickstart.main()
            Nnc.open(bench.path).use { nnc ->
                val rules = nnc.router("home").steeringRules.list()
                assertEquals(listOf("tor-usa"), rules.map { it.via })
            }
        }
    }
}
