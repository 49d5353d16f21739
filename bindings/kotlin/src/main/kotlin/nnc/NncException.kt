package nnc

import java.util.SortedMap
import java.util.TreeMap

/**
 * What went wrong. The class says what a caller can do about it, [code] what exactly it was.
 *
 * @property kind what sort of thing, as the class says it too
 * @property code what exactly, for programs; stable, and listed in `docs/errors.md`
 * @property message what exactly and what to do, for people
 * @property retryable whether the same call may succeed later
 * @property context details by name; never secrets. What judging arguments found stands under `finding.0` and on, each as a
 * code and a JSON pointer.
 */
public sealed class NncException(
    public val kind: ErrorKind,
    public val code: String,
    override val message: String,
    public val retryable: Boolean,
    public val context: SortedMap<String, String>,
) : Exception(message) {
    /** What was asked for makes no sense; ask for something else. */
    public class Invalid internal constructor(code: String, message: String, retryable: Boolean, context: SortedMap<String, String>) :
        NncException(ErrorKind.INVALID, code, message, retryable, context)

    /** What was asked for is not there. */
    public class NotFound internal constructor(code: String, message: String, retryable: Boolean, context: SortedMap<String, String>) :
        NncException(ErrorKind.NOT_FOUND, code, message, retryable, context)

    /** Something stands in the way: another object, another user of it. */
    public class Conflict internal constructor(code: String, message: String, retryable: Boolean, context: SortedMap<String, String>) :
        NncException(ErrorKind.CONFLICT, code, message, retryable, context)

    /** The router refused, or failed, and is as before. */
    public class Refused internal constructor(code: String, message: String, retryable: Boolean, context: SortedMap<String, String>) :
        NncException(ErrorKind.REFUSED, code, message, retryable, context)

    /** Something cannot be reached or is busy; trying again may help. */
    public class Unavailable internal constructor(code: String, message: String, retryable: Boolean, context: SortedMap<String, String>) :
        NncException(ErrorKind.UNAVAILABLE, code, message, retryable, context)

    /** It is not known, or not wholly, what the router has now; [RouterHandle.recover] settles it. */
    public class Unknown internal constructor(code: String, message: String, retryable: Boolean, context: SortedMap<String, String>) :
        NncException(ErrorKind.UNKNOWN, code, message, retryable, context)

    /** The data directory or nnc itself failed. */
    public class Internal internal constructor(code: String, message: String, retryable: Boolean, context: SortedMap<String, String>) :
        NncException(ErrorKind.INTERNAL, code, message, retryable, context)
}

/** Calls the native library; its errors become [NncException]. */
internal inline fun <T> told(call: () -> T): T = try {
    call()
} catch (failure: NativeFailure) {
    throw failure.exception()
} catch (failure: InternalException) {
    throw NncException.Internal("internal", failure.message ?: "the native library failed", false, TreeMap())
}

internal fun NativeFailure.exception(): NncException = when (this) {
    is NativeFailure.Told -> {
        val details = TreeMap(context)
        when (kind) {
            ErrorKind.INVALID -> NncException.Invalid(code, text, retryable, details)
            ErrorKind.NOT_FOUND -> NncException.NotFound(code, text, retryable, details)
            ErrorKind.CONFLICT -> NncException.Conflict(code, text, retryable, details)
            ErrorKind.REFUSED -> NncException.Refused(code, text, retryable, details)
            ErrorKind.UNAVAILABLE -> NncException.Unavailable(code, text, retryable, details)
            ErrorKind.UNKNOWN -> NncException.Unknown(code, text, retryable, details)
            ErrorKind.INTERNAL -> NncException.Internal(code, text, retryable, details)
        }
    }
}
