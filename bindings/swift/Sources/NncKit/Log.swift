/// What nnc tells about its work from now on, in the whole process: bring it to whatever the program logs with. Nothing
/// waits for who reads it: of what comes too fast for the reader the rest is dropped and counted in ``LogRecord/lost``.
///
/// ```swift
/// let logger = Logger(subsystem: "nnc", category: "router")  // of the module os
/// Task {
///     for await record in try nncLog(.debug) { logger.debug("\(record.message) \(record.fields)") }
/// }
/// ```
///
/// - Parameter level: The least grave that is told.
/// - Throws: ``NncError``: the system gives no threads.
public func nncLog(_ level: LogLevel = .info) throws -> Feed<LogRecord> {
    let feed = try told { try nativeLog(level: level) }
    return Feed(batch: { await feed.nextBatch(most: $0) }, stop: { feed.stop() })
}
