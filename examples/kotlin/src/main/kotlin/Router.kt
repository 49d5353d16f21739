import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse
import java.nio.file.Files
import java.nio.file.Path
import java.util.Base64
import nnc.Nnc
import nnc.RouterHandle

/** A simulated router in place of your own, and a folder for the data; both are gone at the end. */
class SimulatedRouter : AutoCloseable {
    private val process: Process = ProcessBuilder(
        System.getenv("NNC_SIM") ?: error("NNC_SIM names the program routeros-sim"),
        "--api", "127.0.0.1:0", "--rest", "127.0.0.1:0", "--user", "admin", "--password", "secret",
    ).start()
    private val said = process.inputStream.bufferedReader().readLine()
    private val folder: Path = Files.createTempDirectory("nnc-example")

    private fun address(of: String) = Regex("\"$of\":\"([^\"]+)\"").find(said)!!.groupValues[1]

    /** Opens a data directory and adds the router as `home`. */
    suspend fun home(use: suspend (Nnc, RouterHandle) -> Unit) = Nnc.open(folder.resolve("data").toString()).use { nnc ->
        nnc.addRouter("home", "routeros+api://admin@${address("api")}", password = "secret")
        use(nnc, nnc.router("home"))
    }

    /** Somebody else's hand on the router: removes the first row of a menu in which a text stands. */
    fun removeRow(menu: String, with: String) {
        val rows = rest("GET", menu).removePrefix("[").split("},").filter { with in it }
        val id = Regex("\"\\.id\":\"([^\"]+)\"").find(rows.first())!!.groupValues[1]
        rest("DELETE", "$menu/$id")
    }

    private fun rest(method: String, path: String): String {
        val password = Base64.getEncoder().encodeToString("admin:secret".toByteArray())
        val request = HttpRequest.newBuilder(URI("http://${address("rest")}/rest$path"))
            .header("Authorization", "Basic $password")
            .method(method, HttpRequest.BodyPublishers.noBody()).build()
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body()
    }

    override fun close() {
        process.destroy()
        folder.toFile().deleteRecursively()
    }
}
