import kotlinx.coroutines.runBlocking
import nnc.CreateVirtualInterfaceInput

/** Somebody removes a route by hand; nnc sees it and puts it back. */
fun main() = runBlocking {
    SimulatedRouter().use { router ->
        router.home { _, home ->
            home.virtualInterfaces.create(listOf(CreateVirtualInterfaceInput(name = "tor-usa", service = "tor")))
            router.removeRow("/ip/route", with = "vif/tor-usa")
            for (difference in home.drift().differences) {
                println("${difference.cause}: ${difference.message}")
            }
            home.repair()
            println("differences left: ${home.drift().differences.size}")
        }
    }
}
