package nnc

import com.sun.jna.CallbackThreadInitializer
import com.sun.jna.Native

/**
 * The threads of the native library wake coroutines. JNA would make each a thread of the JVM for that moment and undo it
 * afterwards, which costs more than the call; they stay instead, as daemons, so that a program can end.
 */
internal object Threads {
    private val daemon = CallbackThreadInitializer(true, false, "nnc")

    init {
        Native.setCallbackThreadInitializer(uniffiRustFutureContinuationCallbackImpl, daemon)
    }

    /** Does nothing but see to it that the above was done. */
    fun settle() = Unit
}
