import Foundation
import NncKit

/// Something whose methods are called by name.
protocol Callable {
    func call(_ method: String, _ given: Given) async throws -> Answer
}

/// The functions that need no handle.
struct Api {}

/// What a call gives.
enum Answer {
    case nothing
    case value(Any?)
    case handle(any Callable)
    case stream(Stream)
}

/// A stream of anything.
final class Stream {
    private let take: () async -> Any?
    let stop: () -> Void

    init<Item>(_ feed: Feed<Item>) {
        var iterator = feed.makeAsyncIterator()
        take = { await iterator.next() }
        stop = { feed.stop() }
    }

    func next() async -> Any? { await take() }
}

/// The arguments of a call, each read as what Swift wants in its place.
struct Given {
    private let values: [String: JSON]

    init(_ values: [String: JSON] = [:]) {
        self.values = values
    }

    /// Refuses what is none of these.
    func among(_ names: String...) throws {
        if let unknown = values.keys.first(where: { !names.contains($0) }) {
            throw Misplaced(what: "there is no argument \(unknown)")
        }
    }

    /// Whether nothing but these is given: then Swift's own defaults stand for the rest.
    func only(_ names: String...) -> Bool {
        values.keys.allSatisfy(names.contains)
    }

    func has(_ name: String) -> Bool {
        values[name] != nil
    }

    func callAsFunction<Value: Argument>(_ name: String) throws -> Value {
        try Value(json: values[name] ?? .null)
    }

    func callAsFunction<Value: Argument>(_ name: String, else value: Value) throws -> Value {
        try values[name].map(Value.init(json:)) ?? value
    }

    /// An argument that is JSON, as its text.
    func json(_ name: String) throws -> String {
        try (values[name] ?? .null).written()
    }
}

/// A type of Swift that can be an argument.
protocol Argument {
    init(json: JSON) throws
}

/// An enum with the words of the schema.
protocol Word: Argument, Hashable {
    static var words: [String: Self] { get }
}

extension Word {
    init(json: JSON) throws {
        guard let value = Self.words[try json.text()] else { throw Misplaced(what: "\(Self.self) has no \(json)") }
        self = value
    }

    var word: String? { Self.words.first { $0.value == self }?.key }
}

extension Optional: Argument where Wrapped: Argument {
    init(json: JSON) throws {
        self = json == .null ? nil : try Wrapped(json: json)
    }
}

extension Array: Argument where Element: Argument {
    init(json: JSON) throws {
        self = try json.list().map(Element.init(json:))
    }
}

extension String: Argument {
    init(json: JSON) throws {
        self = try json.text()
    }
}

extension Bool: Argument {
    init(json: JSON) throws {
        guard case .boolean(let value) = json else { throw Misplaced(what: "\(json) is neither true nor false") }
        self = value
    }
}

extension Int: Argument {
    init(json: JSON) throws {
        guard case .integer(let value) = json else { throw Misplaced(what: "\(json) is no Int") }
        self = Int(value)
    }
}

extension UInt64: Argument {
    init(json: JSON) throws {
        switch json {
        case .integer(let value) where value >= 0: self = UInt64(value)
        case .unsigned(let value): self = value
        default:
            guard let value = UInt64(try json["$u64"].text()) else { throw Misplaced(what: "\(json) is no UInt64") }
            self = value
        }
    }
}

/// A span: milliseconds in the scenario, seconds in Swift.
extension Double: Argument {
    init(json: JSON) throws {
        self = try json.number() / 1000
    }
}

extension Date: Argument {
    init(json: JSON) throws {
        self.init(timeIntervalSince1970: try json.number() / 1000)
    }
}
