import Foundation
import XCTest

@testable import NncKit

/// What programs let go of, nnc lets go of: memory and files are measured. `NNC_SOAK=1` goes the whole way.
final class LifeTests: XCTestCase {
    private let rounds = ProcessInfo.processInfo.environment["NNC_SOAK"] == "1" ? 50_000 : 2_500

    /// The memory of this process that is in use, in bytes.
    private func resident() throws -> Int {
        let fields = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8).split(separator: " ")
        return (Int(fields[1]) ?? 0) * 4096
    }

    private func openFiles() throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
    }

    /// Does something so often that a leak shows, after as many times of getting warm; it may cost this much for good.
    private func isSteady(most: Int = 16 << 20, _ name: String, _ once: () async throws -> Void) async throws {
        for _ in 0..<rounds { try await once() }
        let before = try resident()
        for _ in 0..<rounds { try await once() }
        let grown = try resident() - before
        print("\(name): \(2 * rounds) cycles, grown by \(grown) bytes in the second half")
        XCTAssertLessThan(grown, most, name)
    }

    func testStreamsThatAreLetGoOfCostNothing() async throws {
        try await atHome { nnc, _ in
            try await isSteady("streams") { _ = try nnc.events(capacity: 1000) }
        }
    }

    func testHandlesThatAreLetGoOfCostNothing() async throws {
        try await atHome { nnc, _ in
            try await isSteady("handles") { _ = try await nnc.router(name: "home").virtualInterfaces }
        }
    }

    func testRecordsAndErrorsCostNothing() async throws {
        try await atHome { _, home in
            _ = try await home.virtualInterfaces.create(interfaces: wishes(1))
            try await isSteady("records and errors") {
                _ = try await home.virtualInterfaces.list()
                _ = await refusal { _ = try await home.virtualInterfaces.get(instance: "nobody") }
            }
        }
    }

    /// A directory that is let go of has its database and its lock let go of too.
    func testDirectoriesThatAreLetGoOfHaveNoFilesOpen() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("nnc-swift-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        func open(_ number: Int) async throws {
            let nnc = try await Nnc.open(path: folder.appendingPathComponent("\(number)").path)
            _ = try await nnc.addRouter(name: "away", url: "routeros+api://admin@127.0.0.1:1", offline: true)
        }
        try await open(0)
        let before = try openFiles()
        for number in 1...20 { try await open(number) }
        XCTAssertLessThanOrEqual(try openFiles(), before)
    }

    func testAProcessWithAnOpenStreamAndAChangeUnderWayEnds() async throws {
        let bench = try Bench()
        let said = try await run("ending", bench)
        XCTAssertEqual(said, "leaving\n")
    }

    func testTheProgramOfTheReadmeDoesWhatItSays() async throws {
        let bench = try Bench()
        let said = try await run("quickstart", bench)
        XCTAssertEqual(said, "")
        let rules = try await Nnc.open(path: bench.path).router(name: "home").steeringRules.list()
        XCTAssertEqual(rules.map(\.via), ["tor-usa"])
    }

    /// Runs a program of this package to its end, and gives what it says.
    private func run(_ name: String, _ bench: Bench) async throws -> String {
        let child = Process()
        child.executableURL = Bundle.main.executableURL?.deletingLastPathComponent().appendingPathComponent(name)
        child.arguments = [bench.path, "routeros+api://admin@\(bench.address)"]
        let said = Pipe()
        child.standardOutput = said
        let ended = expectation(description: "it ends")
        child.terminationHandler = { _ in ended.fulfill() }
        try child.run()
        await fulfillment(of: [ended], timeout: 60)
        XCTAssertEqual(child.terminationStatus, 0)
        XCTAssertEqual(child.terminationReason, .exit)
        return String(decoding: said.fileHandleForReading.availableData, as: UTF8.self)
    }
}
