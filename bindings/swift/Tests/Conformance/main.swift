import Foundation
import NncKit

/// Answers the conformance scenarios in Swift: one JSON request per line in, one answer per line out, as
/// `conformance/README.md` says. It calls what a program sees; which method a name means stands in `Dispatch.swift`, for
/// Swift cannot look its own methods up.
final class Runner {
    private var handles: [String: any Callable] = ["api": Api()]
    private var streams: [String: Stream] = [:]

    func answer(_ request: JSON) async throws -> JSON {
        switch try request["op"].text() {
        case "call":
            do {
                return try await call(request)
            } catch let error as NncError {
                return .map(["error": told(error)])
            }
        case "next":
            return try await next(try request["on"].text(), count: try Int(json: request["count"]))
        case "close":
            let name = try request["on"].text()
            let stream = streams.removeValue(forKey: name)
            guard stream != nil || handles.removeValue(forKey: name) != nil else {
                throw Misplaced(what: "nothing is kept as \(name)")
            }
            stream?.stop()
            return .map(["ok": .null])
        case let op:
            throw Misplaced(what: "there is no answer to \(op)")
        }
    }

    private func call(_ request: JSON) async throws -> JSON {
        let on = try request["on"].text()
        guard var target = handles[on] else { throw Misplaced(what: "nothing is kept as \(on)") }
        for part in try request["path"].list() {
            guard case .handle(let handle) = try await target.call(try part.text(), Given()) else {
                throw Misplaced(what: "\(on) has no part \(part)")
            }
            target = handle
        }
        let given = Given(try request["arguments"].map())
        switch try await target.call(try request["method"].text(), given) {
        case .nothing:
            return .map(["ok": .null])
        case .value(let value):
            return .map(["ok": try told(value)])
        case .handle(let handle):
            handles[try request["keep"].text()] = handle
            return .map(["handle": .text("\(type(of: handle))")])
        case .stream(let stream):
            streams[try request["keep"].text()] = stream
            return .map(["stream": .boolean(true)])
        }
    }

    private func next(_ name: String, count: Int) async throws -> JSON {
        guard let stream = streams[name] else { throw Misplaced(what: "nothing is kept as \(name)") }
        var read: [JSON] = []
        while read.count < count, let item = await stream.next() {
            read.append(try told(item))
        }
        return .map(["ok": .list(read), "ended": .boolean(read.count < count)])
    }
}

/// The scenario asks for something that this runner does not have, which is a defect of one of the two.
struct Misplaced: Error {
    let what: String
}

let runner = Runner()
while let line = readLine() {
    let request = try JSONDecoder().decode(JSON.self, from: Data(line.utf8))
    let answer = try JSONEncoder().encode(try await runner.answer(request))
    FileHandle.standardOutput.write(answer + Data("\n".utf8))
}
