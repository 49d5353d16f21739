import kotlinx.coroutines.runBlocking
import nnc.CreateVirtualInterfaceInput

/** Two services become virtual interfaces, and a device goes out through one of them, then through the other. */
fun main() = runBlocking {
    SimulatedRouter().use { router ->
        router.home { _, home ->
            home.virtualInterfaces.create(
                listOf("tor-usa", "tor-germany").map { CreateVirtualInterfaceInput(name = it, service = "tor") },
            )
            for (one in home.virtualInterfaces.list()) {
                println("${one.name}: VLAN ${one.vlanId}, ${one.ipAddress}, ${one.status}")
            }
            val tv = "02:00:00:00:00:01"
            home.steeringRules.add(device = tv, via = "tor-usa")
            home.steeringRules.switch(device = tv, via = "tor-germany")
            println("$tv goes through ${home.steeringRules.list().single().via}")
            println("ways out that are not its own: ${home.verifyLeaks().leaks.size}")
        }
    }
}
