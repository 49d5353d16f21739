import Foundation

/// Writes arguments for the native library, which judges them. The bytes are described in
/// `nnc-ffi/src/uniffi_host/arguments.rs`. Nothing is refused here: what Rust cannot hold is written as what it is, so that
/// the refusal has the same code and pointer as in every other language. Nil is the same as absent, and is left out.
struct Fields {
    private(set) var bytes = Data()

    mutating func text(_ name: String, _ value: String?) {
        field(name, value) { $0.put($1) }
    }

    mutating func texts(_ name: String, _ values: [String]?) {
        all(name, values) { $0.put($1) }
    }

    mutating func json(_ name: String, _ value: String?) {
        field(name, value) { $0.put($1, tag: Tag.json) }
    }

    mutating func int(_ name: String, _ value: Int?) {
        field(name, value) { $0.put(Int64($1)) }
    }

    mutating func ints(_ name: String, _ values: [Int]?) {
        all(name, values) { $0.put(Int64($1)) }
    }

    mutating func u64(_ name: String, _ value: UInt64?) {
        field(name, value) { fields, value in
            fields.bytes.append(Tag.unsigned)
            fields.eight(value)
        }
    }

    mutating func boolean(_ name: String, _ value: Bool?) {
        field(name, value) { $0.bytes.append($1 ? Tag.true : Tag.false) }
    }

    mutating func date(_ name: String, _ value: Date?) {
        field(name, value) { $0.put(milliseconds: $1.timeIntervalSince1970 * 1000) }
    }

    mutating func interval(_ name: String, _ value: TimeInterval?) {
        field(name, value) { $0.put(milliseconds: $1 * 1000) }
    }

    mutating func record<T>(_ name: String, _ value: T?, _ write: (T, inout Fields) -> Void) {
        field(name, value) { $0.map($1, write) }
    }

    mutating func records<T>(_ name: String, _ values: [T]?, _ write: (T, inout Fields) -> Void) {
        all(name, values) { $0.map($1, write) }
    }

    mutating func map<T>(_ value: T, _ write: (T, inout Fields) -> Void) {
        bytes.append(Tag.map)
        write(value, &self)
        bytes.append(Tag.end)
    }

    private mutating func field<T>(_ name: String, _ value: T?, _ write: (inout Fields, T) -> Void) {
        guard let value else { return }
        put(name)
        write(&self, value)
    }

    private mutating func all<T>(_ name: String, _ values: [T]?, _ write: (inout Fields, T) -> Void) {
        field(name, values) { fields, values in
            fields.bytes.append(Tag.list)
            for value in values {
                write(&fields, value)
            }
            fields.bytes.append(Tag.end)
        }
    }

    private mutating func put(_ value: String, tag: UInt8 = Tag.text) {
        let text = Data(value.utf8)
        bytes.append(tag)
        withUnsafeBytes(of: UInt32(clamping: text.count).bigEndian) { bytes.append(contentsOf: $0) }
        bytes.append(text)
    }

    private mutating func put(_ value: Int64) {
        bytes.append(Tag.integer)
        eight(UInt64(bitPattern: value))
    }

    /// A number of milliseconds. What is further away than 64 bits reach is the furthest, and out of range.
    private mutating func put(milliseconds: Double) {
        guard milliseconds.isFinite else {
            bytes.append(contentsOf: [Tag.alien, 1])
            return
        }
        put(Int64(exactly: milliseconds.rounded()) ?? (milliseconds < 0 ? .min : .max))
    }

    private mutating func eight(_ value: UInt64) {
        withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
    }

    private enum Tag {
        static let `false`: UInt8 = 1
        static let `true`: UInt8 = 2
        static let integer: UInt8 = 3
        static let unsigned: UInt8 = 4
        static let text: UInt8 = 5
        static let alien: UInt8 = 6
        static let list: UInt8 = 7
        static let map: UInt8 = 8
        static let json: UInt8 = 9
        static let end: UInt8 = 255
    }
}

/// The arguments of one call.
func arguments(_ write: (inout Fields) -> Void) -> Data {
    var fields = Fields()
    fields.map(()) { _, to in write(&to) }
    return fields.bytes
}
