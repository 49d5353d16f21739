package nnc.conformance

import com.fasterxml.jackson.databind.JsonNode
import com.fasterxml.jackson.module.kotlin.jacksonObjectMapper
import java.time.Duration
import java.time.Instant
import kotlin.reflect.KCallable
import kotlin.reflect.KClass
import kotlin.reflect.KParameter
import kotlin.reflect.KType
import kotlin.reflect.full.memberProperties
import kotlin.reflect.full.primaryConstructor

private val json = jacksonObjectMapper()

/** The arguments of a function or a constructor that are given, each with the type it has in Kotlin. */
internal fun typed(owner: String, function: KCallable<*>, given: Map<String, JsonNode>): Map<KParameter, Any?> =
    given.entries.associate { (name, value) ->
        val parameter = function.parameters.find { it.name == name }
        checkNotNull(parameter) { "$owner has no argument $name" } to
            if ("$owner.$name" in JSON_TEXTS) json.writeValueAsString(value) else typed(parameter.type, value)
    }

private fun typed(type: KType, value: JsonNode): Any? {
    if (value.isNull) return null
    return when (val kind = type.classifier as KClass<*>) {
        List::class -> value.map { typed(checkNotNull(type.arguments.single().type), it) }
        String::class -> text(value)
        Boolean::class -> value.booleanValue()
        Int::class -> value.number().toInt()
        ULong::class -> (value["\$u64"]?.textValue() ?: value.asText()).toULong()
        Instant::class -> Instant.ofEpochMilli(value.number())
        Duration::class -> Duration.ofMillis(value.number())
        else -> if (kind.java.isEnum) word(kind, value.textValue()) else record(kind, value)
    }
}

private fun JsonNode.number(): Long {
    check(isIntegralNumber && canConvertToLong()) { "$this is no argument for Kotlin" }
    return longValue()
}

private fun text(value: JsonNode): String {
    val units = value["\$text16"] ?: return checkNotNull(value.textValue()) { "$value is no text" }
    return String(CharArray(units.size()) { units[it].intValue().toChar() })
}

private fun word(kind: KClass<*>, word: String): Any = kind.java.enumConstants.single { (it as Enum<*>).name == word }

private fun record(kind: KClass<*>, value: JsonNode): Any {
    val constructor = checkNotNull(kind.primaryConstructor) { "$kind is not made by a program" }
    return constructor.callBy(typed("${kind.simpleName}", constructor, value.properties().associate { it.key to it.value }))
}

/** A result as the transcript has it: by the names of the schema. */
internal fun told(value: Any?): Any? = when (value) {
    null, is Boolean, is Int, is Long, is String -> value
    is ULong -> mapOf("\$u64" to value.toString())
    is Enum<*> -> value.name
    is Instant -> value.toEpochMilli()
    is Duration -> value.toMillis()
    is List<*> -> value.map(::told)
    is Map<*, *> -> value.mapValues { told(it.value) }
    else -> {
        val fields = value::class.memberProperties.associate { it.name to field(value, it.name, it.getter.call(value)) }
        if (isOneOf(value::class)) mapOf(member(value::class) to fields.values.single()) else fields
    }
}

/** Whether it is a record of which one field is given: in Kotlin each field is a class of its own. */
private fun isOneOf(kind: KClass<*>): Boolean = kind.supertypes.any { (it.classifier as KClass<*>).isSealed }

private fun member(kind: KClass<*>): String = checkNotNull(kind.simpleName).replaceFirstChar(Char::lowercase)

private fun field(owner: Any, name: String, value: Any?): Any? =
    if (value is String && "${owner::class.simpleName}.$name" in JSON_TEXTS) json.readTree(value) else told(value)
