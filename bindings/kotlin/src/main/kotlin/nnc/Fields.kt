package nnc

import java.io.ByteArrayOutputStream
import java.nio.CharBuffer
import java.nio.charset.CharacterCodingException
import java.time.Duration
import java.time.Instant

/**
 * Writes arguments for the native library, which judges them. The bytes are described in
 * `nnc-ffi/src/uniffi_host/arguments.rs`. Nothing is refused here: what Rust cannot hold is written as what it is, so that
 * the refusal has the same code and pointer as in every other language. Null is the same as absent, and is left out.
 */
internal class Fields(private val out: ByteArrayOutputStream) {
    fun text(name: String, value: String?) = field(name, value) { text(it) }

    fun texts(name: String, values: List<String>?) = all(name, values) { text(it) }

    fun json(name: String, value: String?) = field(name, value) { text(it, JSON) }

    fun int(name: String, value: Int?) = field(name, value) { integer(it.toLong()) }

    fun ints(name: String, values: List<Int>?) = all(name, values) { integer(it.toLong()) }

    fun u64(name: String, value: ULong?) = field(name, value) {
        out.write(UNSIGNED)
        eight(it.toLong())
    }

    fun boolean(name: String, value: Boolean?) = field(name, value) { out.write(if (it) TRUE else FALSE) }

    fun instant(name: String, value: Instant?) = field(name, value) { integer(milliseconds(it)) }

    fun duration(name: String, value: Duration?) = field(name, value) { integer(milliseconds(it)) }

    fun <T> record(name: String, value: T?, write: (T, Fields) -> Unit) = field(name, value) { map(it, write) }

    fun <T> records(name: String, values: List<T>?, write: (T, Fields) -> Unit) = all(name, values) { map(it, write) }

    private inline fun <T> field(name: String, value: T?, write: (T) -> Unit) {
        if (value != null) {
            text(name)
            write(value)
        }
    }

    private inline fun <T> all(name: String, values: List<T>?, write: (T) -> Unit) = field(name, values) {
        out.write(LIST)
        it.forEach(write)
        out.write(END)
    }

    fun <T> map(value: T, write: (T, Fields) -> Unit) {
        out.write(MAP)
        write(value, this)
        out.write(END)
    }

    private fun text(value: String, tag: Int = TEXT) {
        val bytes = try {
            Charsets.UTF_8.newEncoder().encode(CharBuffer.wrap(value))
        } catch (_: CharacterCodingException) {
            out.write(ALIEN)
            out.write(HALF_SURROGATE)
            return
        }
        out.write(tag)
        val size = bytes.remaining()
        for (shift in 24 downTo 0 step 8) {
            out.write(size ushr shift)
        }
        out.write(bytes.array(), bytes.arrayOffset(), size)
    }

    private fun integer(value: Long) {
        out.write(INTEGER)
        eight(value)
    }

    private fun eight(value: Long) {
        for (shift in 56 downTo 0 step 8) {
            out.write((value ushr shift).toInt())
        }
    }

    private companion object {
        const val FALSE = 1
        const val TRUE = 2
        const val INTEGER = 3
        const val UNSIGNED = 4
        const val TEXT = 5
        const val ALIEN = 6
        const val LIST = 7
        const val MAP = 8
        const val JSON = 9
        const val END = 255
        const val HALF_SURROGATE = 0

        /** A moment in milliseconds; one that is further away than they reach is the furthest, and out of range. */
        fun milliseconds(at: Instant): Long = try {
            at.toEpochMilli()
        } catch (_: ArithmeticException) {
            if (at.epochSecond < 0) Long.MIN_VALUE else Long.MAX_VALUE
        }

        fun milliseconds(span: Duration): Long = try {
            span.toMillis()
        } catch (_: ArithmeticException) {
            if (span.isNegative) Long.MIN_VALUE else Long.MAX_VALUE
        }
    }
}

/** The arguments of one call. */
internal inline fun arguments(write: Fields.() -> Unit): ByteArray {
    val out = ByteArrayOutputStream()
    out.write(8)
    Fields(out).write()
    out.write(255)
    return out.toByteArray()
}
