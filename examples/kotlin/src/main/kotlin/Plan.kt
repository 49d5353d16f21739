import kotlinx.coroutines.runBlocking
import nnc.CreateVirtualInterfaceInput

/** What would be done, and nothing done. */
fun main() = runBlocking {
    SimulatedRouter().use { router ->
        router.home { _, home ->
            val wish = CreateVirtualInterfaceInput(name = "tor-usa", service = "tor")
            val plan = home.virtualInterfaces.create(listOf(wish), dryRun = true)
            plan.commands.forEach(::println)
            println("plan ${plan.planHash}; interfaces on the router: ${home.virtualInterfaces.list().size}")
        }
    }
}
