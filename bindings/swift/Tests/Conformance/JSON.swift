import Foundation

/// A JSON value.
enum JSON: Hashable {
    case null
    case boolean(Bool)
    case integer(Int64)
    case unsigned(UInt64)
    case real(Double)
    case text(String)
    case list([JSON])
    case map([String: JSON])

    /// A field of an object; null where there is none.
    subscript(_ name: String) -> JSON {
        if case .map(let fields) = self { fields[name] ?? .null } else { .null }
    }

    /// A text; also one that the scenario gives as units of UTF-16, if it is text at all.
    func text() throws -> String {
        if case .text(let value) = self { return value }
        let units = try self["$text16"].list().map { UInt16(truncatingIfNeeded: try Int(json: $0)) }
        let value = String(decoding: units, as: UTF16.self)
        guard Array(value.utf16) == units else { throw Misplaced(what: "\(units) is no text of Swift's") }
        return value
    }

    /// A number; also one that JSON cannot say.
    func number() throws -> Double {
        switch self {
        case .integer(let value): return Double(value)
        case .unsigned(let value): return Double(value)
        case .real(let value): return value
        default:
            let word = try self["$number"].text()
            guard let value = Double(word) else { throw Misplaced(what: "\(word) is no number") }
            return value
        }
    }

    func list() throws -> [JSON] {
        guard case .list(let items) = self else { throw Misplaced(what: "\(self) is no list") }
        return items
    }

    func map() throws -> [String: JSON] {
        switch self {
        case .map(let fields): return fields
        case .null: return [:]
        default: throw Misplaced(what: "\(self) is no object")
        }
    }

    /// Its text.
    func written() throws -> String {
        String(decoding: try JSONEncoder().encode(self), as: UTF8.self)
    }
}

extension JSON: Codable {
    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if value.decodeNil() {
            self = .null
        } else if let boolean = try? value.decode(Bool.self) {
            self = .boolean(boolean)
        } else if let integer = try? value.decode(Int64.self) {
            self = .integer(integer)
        } else if let unsigned = try? value.decode(UInt64.self) {
            self = .unsigned(unsigned)
        } else if let real = try? value.decode(Double.self) {
            self = .real(real)
        } else if let text = try? value.decode(String.self) {
            self = .text(text)
        } else if let list = try? value.decode([JSON].self) {
            self = .list(list)
        } else {
            self = .map(try value.decode([String: JSON].self))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var value = encoder.singleValueContainer()
        switch self {
        case .null: try value.encodeNil()
        case .boolean(let boolean): try value.encode(boolean)
        case .integer(let integer): try value.encode(integer)
        case .unsigned(let unsigned): try value.encode(unsigned)
        case .real(let real): try value.encode(real)
        case .text(let text): try value.encode(text)
        case .list(let list): try value.encode(list)
        case .map(let map): try value.encode(map)
        }
    }
}
