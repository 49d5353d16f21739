import Foundation
import XCTest

@testable import NncKit

/// A simulated router and a data directory, both gone at the end.
final class Bench {
    /// Where the router listens, as it says itself.
    let address: String
    let folder: URL
    private let simulator = Process()

    var path: String { folder.appendingPathComponent("data").path }

    init() throws {
        guard let program = ProcessInfo.processInfo.environment["NNC_SIM"] else {
            throw Missing(what: "NNC_SIM names the program routeros-sim; `cargo xtask test --swift` sets it")
        }
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("nnc-swift-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let said = Pipe()
        simulator.executableURL = URL(fileURLWithPath: program)
        simulator.arguments = [
            "--api", "127.0.0.1:0", "--version", "7.22.3", "--user", "admin", "--password", "secret",
        ]
        simulator.standardOutput = said
        simulator.standardError = FileHandle.nullDevice
        try simulator.run()
        let line = said.fileHandleForReading.availableData
        let told = try JSONDecoder().decode([String: String].self, from: line)
        guard let api = told["api"] else { throw Missing(what: "the simulator does not say where it listens") }
        address = api
    }

    deinit {
        // Not waited for: that needs the run loop of the thread that started it.
        kill(simulator.processIdentifier, SIGKILL)
        try? FileManager.default.removeItem(at: folder)
    }

    /// The router `home` of a data directory.
    func home(_ nnc: Nnc) async throws -> RouterHandle {
        _ = try await nnc.addRouter(name: "home", url: "routeros+api://admin@\(address)", password: "secret")
        return try await nnc.router(name: "home")
    }
}

struct Missing: Error {
    let what: String
}

/// Runs a test against a router.
func atHome(_ test: (Nnc, RouterHandle) async throws -> Void) async throws {
    let bench = try Bench()
    let nnc = try await Nnc.open(path: bench.path)
    try await test(nnc, try await bench.home(nnc))
    _ = bench.address
}

func wishes(_ count: Int) -> [CreateVirtualInterfaceInput] {
    (0..<count).map { CreateVirtualInterfaceInput(name: "vpn-\($0)", service: "tor") }
}

/// The error that a call throws.
func refusal(_ call: () async throws -> Void, line: UInt = #line) async -> NncError? {
    do {
        try await call()
        XCTFail("it was not refused", line: line)
        return nil
    } catch let error as NncError {
        return error
    } catch {
        XCTFail("it was refused as \(error)", line: line)
        return nil
    }
}
