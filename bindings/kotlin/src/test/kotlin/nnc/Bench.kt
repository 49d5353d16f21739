package nnc

import java.nio.file.Files
import java.nio.file.Path

/** A simulated router and a data directory, both gone at the end. */
class Bench : AutoCloseable {
    private val sim: Process = ProcessBuilder(
        requireNotNull(System.getenv("NNC_SIM")) { "NNC_SIM names the program routeros-sim; `cargo xtask test --only kotlin` sets it" },
        "--api", "127.0.0.1:0", "--version", "7.22.3", "--user", "admin", "--password", "secret",
    ).redirectError(ProcessBuilder.Redirect.DISCARD).start()

    /** Where it listens, as it says itself. */
    val address: String = Regex("\"api\":\"([^\"]+)\"").find(sim.inputStream.bufferedReader().readLine())!!.groupValues[1]

    /** The folder for the data. */
    val folder: Path = Files.createTempDirectory("nnc-kotlin")

    val path: String get() = folder.resolve("data").toString()

    /** A data directory with the router `home`. */
    suspend fun home(nnc: Nnc): RouterHandle {
        nnc.addRouter("home", "routeros+api://admin@$address", password = "secret")
        return nnc.router("home")
    }

    override fun close() {
        sim.destroyForcibly().waitFor()
        folder.toFile().deleteRecursively()
    }
}

/** Runs a test against a router. */
fun atHome(test: suspend (Nnc, RouterHandle) -> Unit): Unit = kotlinx.coroutines.runBlocking {
    Bench().use { bench ->
        Nnc.open(bench.path).use { nnc -> bench.home(nnc).use { test(nnc, it) } }
    }
}

fun wishes(count: Int): List<CreateVirtualInterfaceInput> =
    (0 until count).map { CreateVirtualInterfaceInput(name = "vpn-$it", service = "tor") }
