/// Items as they come, from the moment on at which this was made. One loop reads it: what one reader has taken no other
/// gets. It ends when nobody holds it any more, or when ``stop()`` is called.
public struct Feed<Element: Sendable>: AsyncSequence, Sendable {
    private let source: Source

    init(batch: @escaping @Sendable (UInt32) async -> [Element], stop: @escaping @Sendable () -> Void) {
        source = Source(batch: batch, stop: stop)
    }

    /// Ends it. Who waits for items is told that there are none any more.
    public func stop() {
        source.stop()
    }

    public func makeAsyncIterator() -> Iterator {
        Iterator(source: source)
    }

    /// Takes the items. Cancelling the task that waits for one ends the stream.
    public struct Iterator: AsyncIteratorProtocol {
        fileprivate let source: Source
        private var items: ArraySlice<Element> = []

        fileprivate init(source: Source) {
            self.source = source
        }

        public mutating func next() async -> Element? {
            if items.isEmpty {
                let source = source
                items = await withTaskCancellationHandler {
                    await source.batch(256)[...]
                } onCancel: {
                    source.stop()
                }
            }
            return items.popFirst()
        }
    }

    fileprivate final class Source: Sendable {
        let batch: @Sendable (UInt32) async -> [Element]
        let stop: @Sendable () -> Void

        init(batch: @escaping @Sendable (UInt32) async -> [Element], stop: @escaping @Sendable () -> Void) {
            self.batch = batch
            self.stop = stop
        }

        deinit {
            stop()
        }
    }
}
