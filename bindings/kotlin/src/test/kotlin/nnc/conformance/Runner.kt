package nnc.conformance

import com.fasterxml.jackson.databind.JsonNode
import com.fasterxml.jackson.module.kotlin.jacksonObjectMapper
import java.io.PrintStream
import java.lang.reflect.InvocationTargetException
import kotlin.reflect.KCallable
import kotlin.reflect.KParameter
import kotlin.reflect.KProperty1
import kotlin.reflect.full.callSuspendBy
import kotlin.reflect.full.memberFunctions
import kotlin.reflect.full.memberProperties
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.cancelChildren
import kotlinx.coroutines.channels.ReceiveChannel
import kotlinx.coroutines.flow.buffer
import kotlinx.coroutines.flow.produceIn
import kotlinx.coroutines.runBlocking
import nnc.Feed
import nnc.Nnc
import nnc.NncException

/**
 * Answers the conformance scenarios in Kotlin: one JSON request per line in, one answer per line out, as
 * `conformance/README.md` says. It calls what a program sees, by name: what a scenario leaves out, the function's own
 * default stands for.
 */
private class Runner(private val scope: CoroutineScope) {
    private val kept = mutableMapOf<String, Any>("api" to Nnc.Companion)
    private val streams = mutableMapOf<String, ReceiveChannel<Any?>>()

    suspend fun answer(request: JsonNode): Map<String, Any?> = when (val op = request["op"].textValue()) {
        "call" -> try {
            call(request)
        } catch (error: NncException) {
            mapOf("error" to told(error))
        }
        "next" -> next(request["on"].textValue(), request["count"].intValue())
        "close" -> {
            val name = request["on"].textValue()
            streams.remove(name)?.cancel()
            (kept.remove(name) as AutoCloseable).close()
            mapOf("ok" to null)
        }
        else -> error("there is no answer to $op")
    }

    private suspend fun call(request: JsonNode): Map<String, Any?> {
        var target = kept.getValue(request["on"].textValue())
        for (part in request["path"]) target = part(target, part.textValue())
        val name = request["method"].textValue()
        val arguments = request["arguments"]?.properties().orEmpty().associate { it.key to it.value }
        val function = target::class.memberFunctions.find { it.name == name }
        val result = if (function == null) part(target, name) else invoke(function, target, arguments)
        if (result !is AutoCloseable) return mapOf("ok" to told(result.takeIf { it != Unit }))
        kept[request["keep"].textValue()] = result
        return if (result is Feed<*>) mapOf("stream" to true) else mapOf("handle" to result::class.simpleName)
    }

    /** A part of a handle, such as the virtual interfaces of a router. */
    private fun part(target: Any, name: String): Any {
        val property = target::class.memberProperties.single { it.name == name }
        return checkNotNull(property.getter.call(target))
    }

    private suspend fun invoke(function: KCallable<*>, target: Any, arguments: Map<String, JsonNode>): Any? {
        // What belongs to no router stands in a companion; for the schema it belongs to the queries.
        val owner = if (target === Nnc.Companion) "Query" else target::class.simpleName
        val given = typed("$owner.${function.name}", function, arguments)
        val receiver = function.parameters.single { it.kind == KParameter.Kind.INSTANCE }
        return try {
            function.callSuspendBy(given + (receiver to target))
        } catch (thrown: InvocationTargetException) {
            throw thrown.targetException
        }
    }

    private suspend fun next(name: String, count: Int): Map<String, Any?> {
        val items = streams.getOrPut(name) { (kept.getValue(name) as Feed<*>).buffer(0).produceIn(scope) }
        val read = mutableListOf<Any?>()
        while (read.size < count) {
            val item = items.receiveCatching()
            if (item.isClosed) {
                item.exceptionOrNull()?.let { throw it }
                break
            }
            read += told(item.getOrThrow())
        }
        return mapOf("ok" to read, "ended" to (read.size < count))
    }
}

private fun told(error: NncException): Map<String, Any?> = mapOf(
    "kind" to error.kind.name.lowercase().replace('_', '-'),
    "code" to error.code,
    "message" to error.message,
    "retryable" to error.retryable,
    "context" to error.context,
)

fun main() {
    val json = jacksonObjectMapper()
    val out = PrintStream(System.out, true, Charsets.UTF_8)
    runBlocking {
        val runner = Runner(this)
        for (line in System.`in`.bufferedReader(Charsets.UTF_8).lineSequence()) {
            out.println(json.writeValueAsString(runner.answer(json.readTree(line))))
        }
        coroutineContext.cancelChildren()
    }
}
