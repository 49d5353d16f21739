import Foundation
import XCTest

@testable import NncKit

/// A router that is rows in memory: the least that one needs to be.
private actor Memory: HostRouter {
    typealias Row = [String: String]

    private var menus: [String: [Row]] = [:]
    private var begun: [String: [Row]]?
    private var next = 0
    private var problem: (any Error)?

    init() {
        menus["/interface"] = ["ether1", "ether2"].map { [".id": "*\($0)", "name": $0, "type": "ether", "running": "true"] }
    }

    func rows(_ menu: String) -> [Row] { menus[menu] ?? [] }

    func fail(_ problem: (any Error)?) { self.problem = problem }

    func version() async throws -> String {
        if let problem { throw problem }
        return "7.22.3"
    }

    func identity() async throws -> String { "in memory" }

    func read(menu: String) async throws -> [Row] {
        if let problem { throw problem }
        return rows(menu)
    }

    func write(menu: String, verb: String, values: Row) async throws -> String? {
        var rows = rows(menu)
        var values = values
        defer { menus[menu] = rows }
        if verb == "add" {
            next += 1
            let before = values.removeValue(forKey: "place-before")
            values[".id"] = "*\(next)"
            rows.insert(values, at: rows.firstIndex { $0[".id"] == before } ?? rows.count)
            return values[".id"]
        }
        let id = values.removeValue(forKey: ".id") ?? values.removeValue(forKey: "numbers")
        guard let at = rows.firstIndex(where: { $0[".id"] == id }) else {
            throw NncError(kind: .refused, code: "router-refused", message: "no such item")
        }
        switch verb {
        case "set": rows[at].merge(values) { $1 }
        case "unset": rows[at].removeValue(forKey: values["value-name"] ?? "")
        case "remove": rows.remove(at: at)
        case "move":
            let row = rows.remove(at: at)
            rows.insert(row, at: rows.firstIndex { $0[".id"] == values["destination"] } ?? rows.count)
        default: throw NncError(kind: .refused, code: "router-refused", message: "no such command \(verb)")
        }
        return nil
    }

    func begin() async throws { begun = menus }

    func commit() async throws { begun = nil }

    func rollBack() async throws {
        menus = begun ?? menus
        begun = nil
    }
}

private struct OutOfOrder: Error {}

final class HostRouterTests: XCTestCase {
    private func attached(_ test: (Memory, RouterHandle) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("nnc-swift-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let memory = Memory()
        let nnc = try await Nnc.open(path: folder.path)
        let view = try await nnc.attachRouter(name: "mine", router: memory)
        XCTAssertEqual(view.identity, "in memory")
        try await test(memory, try await nnc.router(name: "mine"))
    }

    func testARouterWrittenInSwiftIsDrivenAsAnyOther() async throws {
        try await attached { memory, mine in
            _ = try await mine.virtualInterfaces.create(interfaces: wishes(2))
            _ = try await mine.steeringRules.add(device: "02:00:00:00:00:01", via: "vpn-0")
            let made = await memory.rows("/interface/vlan").map { $0["name"] }
            XCTAssertEqual(made, ["nnc-vpn-0", "nnc-vpn-1"])
            let drift = try await mine.drift()
            XCTAssertTrue(drift.differences.isEmpty)
            _ = try await mine.virtualInterfaces.delete(instances: ["vpn-0", "vpn-1"], cascade: true)
            let left = await memory.rows("/interface/vlan")
            XCTAssertEqual(left, [])
        }
    }

    func testItsErrorsArriveWithTheirCodes() async throws {
        try await attached { memory, mine in
            await memory.fail(NncError(kind: .unavailable, code: "router-unreachable", message: "the cable is out"))
            let unreachable = await refusal { _ = try await mine.drift() }
            XCTAssertEqual(unreachable?.code, "router-unreachable")
            await memory.fail(OutOfOrder())
            let refused = await refusal { _ = try await mine.drift() }
            XCTAssertTrue(refused?.message.contains("OutOfOrder") ?? false, refused?.message ?? "")
            await memory.fail(nil)
            let made = try await mine.virtualInterfaces.create(interfaces: wishes(1))
            XCTAssertTrue(made.changed)
        }
    }
}
