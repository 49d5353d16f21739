import kotlinx.coroutines.flow.takeWhile
import kotlinx.coroutines.runBlocking
import nnc.CreateVirtualInterfaceInput

/** Events while a change is made, and how far it is. */
fun main() = runBlocking {
    SimulatedRouter().use { router ->
        router.home { nnc, home ->
            val events = nnc.events(kind = "apply")
            val wish = CreateVirtualInterfaceInput(name = "tor-usa", service = "tor")
            val operation = home.virtualInterfaces.startCreate(listOf(wish))
            operation.progress().collect { println("progress: ${it.phase} ${it.done ?: ""}") }
            events.takeWhile { it.kind != "apply.merged" }.collect { println("event: ${it.kind}") }
            println("changed: ${operation.result().changed}")
        }
    }
}
