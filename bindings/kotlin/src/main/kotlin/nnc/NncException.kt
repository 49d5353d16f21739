package nnc

import java.util.SortedMap
import java.util.TreeMap
import java.util.concurrent.CancellationException

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
    public class Invalid(code: String, message: String, retryable: Boolean = false, context: SortedMap<String, String> = TreeMap()) :
        NncException(ErrorKind.INVALID, code, message, retryable, context)

    /** What was asked for is not there. */
    public class NotFound(code: String, message: String, retryable: Boolean = false, context: SortedMap<String, String> = TreeMap()) :
        NncException(ErrorKind.NOT_FOUND, code, message, retryable, context)

    /** Something stands in the way: another object, another user of it. */
    public class Conflict(code: String, message: String, retryable: Boolean = false, context: SortedMap<String, String> = TreeMap()) :
        NncException(ErrorKind.CONFLICT, code, message, retryable, context)

    /** The router refused, or failed, and is as before. */
    public class Refused(code: String, message: String, retryable: Boolean = false, context: SortedMap<String, String> = TreeMap()) :
        NncException(ErrorKind.REFUSED, code, message, retryable, context)

    /** Something cannot be reached or is busy; trying again may help. */
    public class Unavailable(code: String, message: String, retryable: Boolean = false, context: SortedMap<String, String> = TreeMap()) :
        NncException(ErrorKind.UNAVAILABLE, code, message, retryable, context)

    /** It is not known, or not wholly, what the router has now; [RouterHandle.recover] settles it. */
    public class Unknown(code: String, message: String, retryable: Boolean = false, context: SortedMap<String, String> = TreeMap()) :
        NncException(ErrorKind.UNKNOWN, code, message, retryable, context)

    /** The data directory or nnc itself failed. */
    public class Internal(code: String, message: String, retryable: Boolean = false, context: SortedMap<String, String> = TreeMap()) :
        NncException(ErrorKind.INTERNAL, code, message, retryable, context)
}

/** Calls the native library; its errors become [NncException]. */
internal inline fun <T> told(call: () -> T): T = try {
    Threads.settle()
    call()
} catch (failure: NativeFailure) {
    throw failure.exception()
} catch (failure: InternalException) {
    throw NncException.Internal("internal", failure.message ?: "the native library failed", false, TreeMap())
}

/** Asks what the program implements; what that throws becomes an error of the native library's. */
internal inline fun <T> asked(call: () -> T): T = try {
    call()
} catch (cancelled: CancellationException) {
    throw cancelled
} catch (refused: NncException) {
    throw NativeFailure.Told(refused.kind, refused.code, refused.message, refused.retryable, refused.context)
} catch (problem: Exception) {
    throw NativeFailure.Told(ErrorKind.REFUSED, "router-refused", problem.toString(), false, emptyMap())
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
