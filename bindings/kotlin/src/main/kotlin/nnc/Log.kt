package nnc

/**
 * What nnc tells about its work from now on, in the whole process: bring it to whatever the program logs with. Nothing
 * waits for who reads it: of what comes too fast for the reader the rest is dropped and counted in [LogRecord.lost].
 *
 * ```kotlin
 * // SLF4J; with java.util.logging it is Logger.getLogger(it.target).log(Level.FINE, it.message)
 * scope.launch {
 *     nncLog(LogLevel.DEBUG).collect { LoggerFactory.getLogger(it.target).debug("{} {}", it.message, it.fields) }
 * }
 * ```
 *
 * @param level the least grave that is told
 */
public fun nncLog(level: LogLevel = LogLevel.INFO): Feed<LogRecord> =
    told { nativeLog(level) }.let { Feed(it::nextBatch, it::stop, it::close) }
