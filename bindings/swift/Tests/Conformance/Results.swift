import Foundation
import NncKit

/// A result as the transcript has it: by the names that its type has in Swift, with the words of the schema.
func told(_ value: Any?) throws -> JSON {
    guard let value else { return .null }
    switch value {
    case let text as String: return .text(text)
    case let boolean as Bool: return .boolean(boolean)
    case let number as Int32: return .integer(Int64(number))
    case let number as UInt64: return .unsigned(number)
    case let moment as Date: return milliseconds(moment.timeIntervalSince1970)
    case let span as TimeInterval: return milliseconds(span)
    case let word as any Word:
        guard let word = word.word else { throw Misplaced(what: "\(value) has no word") }
        return .text(word)
    case let list as [Any]: return .list(try list.map(told))
    case let map as [String: Any]: return .map(try map.mapValues(told))
    default: return try fields(value)
    }
}

private func milliseconds(_ seconds: TimeInterval) -> JSON {
    .integer(Int64((seconds * 1000).rounded()))
}

/// A record by its fields, and one of several by its case.
private func fields(_ value: Any) throws -> JSON {
    let mirror = Mirror(reflecting: value)
    switch mirror.displayStyle {
    case .optional:
        return try told(mirror.children.first?.value)
    case .struct:
        let owner = "\(type(of: value))"
        let pairs = try mirror.children.map { child in
            let name = child.label ?? ""
            return (name, jsonTexts.contains("\(owner).\(name)") ? try read(child.value) : try told(child.value))
        }
        return .map(Dictionary(uniqueKeysWithValues: pairs))
    case .enum:
        guard let member = mirror.children.first, let name = member.label else { break }
        // What belongs to a case is a tuple, here of one.
        let inside = Mirror(reflecting: member.value)
        let one: Any? = inside.displayStyle == .tuple ? inside.children.first?.value : member.value
        return .map([name: try told(one)])
    default:
        break
    }
    throw Misplaced(what: "\(value) cannot be told")
}

/// A text that is JSON.
private func read(_ value: Any) throws -> JSON {
    guard let text = value as? String else { return .null }
    return try JSONDecoder().decode(JSON.self, from: Data(text.utf8))
}

func told(_ error: NncError) -> JSON {
    .map([
        "kind": .text(word(error.kind)),
        "code": .text(error.code),
        "message": .text(error.message),
        "retryable": .boolean(error.retryable),
        "context": .map(error.context.mapValues(JSON.text)),
    ])
}

private func word(_ kind: ErrorKind) -> String {
    switch kind {
    case .invalid: "invalid"
    case .notFound: "not-found"
    case .conflict: "conflict"
    case .refused: "refused"
    case .unavailable: "unavailable"
    case .unknown: "unknown"
    case .internal: "internal"
    }
}
