package nnc

import java.util.concurrent.CancellationException
import java.util.concurrent.atomic.AtomicBoolean
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.FlowCollector
import kotlinx.coroutines.flow.flow

/**
 * Items as they come, from the moment on at which this was made. It is collected once, by one collector; when that
 * ends, however it ends, the stream is closed. Who never collects it closes it.
 */
public class Feed<T> internal constructor(
    private val batch: suspend (UInt) -> List<T>,
    private val stop: () -> Unit,
    private val free: () -> Unit,
) : Flow<T>, AutoCloseable {
    private val collected = AtomicBoolean(false)
    private val closed = AtomicBoolean(false)
    private val items = flow {
        try {
            var items = next()
            while (items.isNotEmpty()) {
                items.forEach { emit(it) }
                items = next()
            }
        } finally {
            close()
        }
    }

    /** @throws IllegalStateException if it was collected before */
    override suspend fun collect(collector: FlowCollector<T>) {
        check(collected.compareAndSet(false, true)) { "a stream of nnc is collected once; open another one" }
        items.collect(collector)
    }

    /** Ends it. A collector that waits is told that there are no items any more. */
    override fun close() {
        if (closed.compareAndSet(false, true)) {
            stop()
            free()
        }
    }

    /** The next items; none where there will be none any more. */
    private suspend fun next(): List<T> = try {
        if (closed.get()) emptyList() else batch(MOST)
    } catch (cancelled: CancellationException) {
        throw cancelled
    } catch (problem: IllegalStateException) {
        // Somebody closed it between the question and the call.
        if (closed.get()) emptyList() else throw problem
    }

    private companion object {
        /** How many items come over at once at the most. */
        const val MOST = 256u
    }
}
