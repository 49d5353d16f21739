import Foundation
import XCTest

@testable import NncKit

final class MainJobTests: XCTestCase {
    func testVirtualInterfacesAreMadeListedSteeredToAndDeleted() async throws {
        try await atHome { nnc, home in
            let routers = try await nnc.routers()
            XCTAssertEqual(routers.map(\.name), ["home"])
            let made = try await home.virtualInterfaces.create(interfaces: [
                CreateVirtualInterfaceInput(name: "tor-usa", service: "tor"),
                CreateVirtualInterfaceInput(name: "vpn", service: "xray", vlanId: 150, gatewayType: .hevSocks5Tunnel),
            ])
            XCTAssertTrue(made.changed)
            let listed = try await home.virtualInterfaces.list()
            XCTAssertEqual(listed.map(\.vlanId), [100, 150])
            XCTAssertEqual(listed[1].gatewayType, .hevSocks5Tunnel)
            XCTAssertGreaterThan(listed[0].createdAt, Date(timeIntervalSince1970: 1_700_000_000))

            _ = try await home.steeringRules.add(device: "02:00:00:00:00:01", via: "tor-usa")
            let rules = try await home.steeringRules.list()
            XCTAssertEqual(rules.map(\.device), [.mac(value: "02:00:00:00:00:01")])
            _ = try await home.steeringRules.switch(device: "02:00:00:00:00:01", via: "vpn")
            let leaks = try await home.verifyLeaks()
            XCTAssertEqual(leaks.leaks, [])
            _ = try await home.steeringRules.remove(device: "02:00:00:00:00:01")

            let deleted = try await home.virtualInterfaces.delete(instances: ["tor-usa", "vpn"])
            XCTAssertTrue(deleted.changed)
            let left = try await home.virtualInterfaces.list()
            XCTAssertEqual(left, [])
        }
    }

    func testADryRunSaysWhatItWouldDoAndDoesNothing() async throws {
        try await atHome { _, home in
            let plan = try await home.virtualInterfaces.create(interfaces: wishes(1), dryRun: true)
            XCTAssertTrue(plan.dryRun && plan.changed && plan.planHash != nil)
            let left = try await home.virtualInterfaces.list()
            XCTAssertEqual(left, [])
        }
    }

    func testErrorsHaveAKindACodeAndDetails() async throws {
        try await atHome { nnc, home in
            let absent = await refusal { _ = try await home.virtualInterfaces.get(instance: "nobody") }
            XCTAssertEqual(absent?.kind, .notFound)
            XCTAssertEqual(absent?.code, "vif-not-found")
            XCTAssertEqual(absent?.retryable, false)
            let away = await refusal { _ = try await nnc.addRouter(name: "away", url: "routeros+api://admin@127.0.0.1:1") }
            XCTAssertEqual(away?.code, "router-unreachable")
            XCTAssertEqual(away?.retryable, true)
        }
    }

    func testTheSameSeedGivesTheSame() async throws {
        let time = Date(timeIntervalSince1970: 1_767_323_045)
        var seen: [[VirtualInterface]] = []
        for _ in 0..<2 {
            let bench = try Bench()
            let nnc = try await Nnc.openForTest(path: bench.path, seed: .max, time: time)
            let home = try await bench.home(nnc)
            _ = try await home.virtualInterfaces.create(interfaces: wishes(2))
            seen.append(try await home.virtualInterfaces.list())
        }
        XCTAssertEqual(seen[0], seen[1])
        XCTAssertEqual(seen[0].first?.createdAt, time)
    }
}

/// What the types of Swift admit and nnc does not: the code and the pointer are those of every other language.
final class BadInputTests: XCTestCase {
    private func refused(_ finding: String, line: UInt = #line, _ call: () async throws -> Void) async {
        let refusal = await refusal(call, line: line)
        XCTAssertEqual(refusal?.code, "invalid-argument", line: line)
        XCTAssertEqual(refusal?.context["finding.0"], finding, line: line)
    }

    func testTexts() async throws {
        try await atHome { nnc, home in
            await refused("control-character /name") { _ = try await nnc.router(name: "with\0nul") }
            await refused("control-character /name") { _ = try await nnc.router(name: "two\nlines") }
            await refused("too-short /name") { _ = try await nnc.router(name: "") }
            await refused("wrong-type /document") { _ = try await home.resources.apply(kind: "Vlan", document: "{") }
        }
    }

    func testNumbersMomentsAndSpans() async throws {
        try await atHome { nnc, home in
            await refused("out-of-range /capacity") { _ = try nnc.events(capacity: 0) }
            await refused("out-of-range /limit") { _ = try await home.resources.history(which: "vif/x", limit: .max) }
            await refused("out-of-range /time") { _ = try await home.resources.at(which: "vif/x", time: .distantFuture * 1000) }
            await refused("wrong-type /time") {
                _ = try await home.resources.at(which: "vif/x", time: Date(timeIntervalSince1970: .nan))
            }
            await refused("out-of-range /wait") { _ = try await Nnc.open(path: "/nowhere", wait: -1) }
            await refused("wrong-type /wait") { _ = try await Nnc.open(path: "/nowhere", wait: .infinity) }
        }
    }
}

private func * (date: Date, factor: Double) -> Date {
    Date(timeIntervalSince1970: date.timeIntervalSince1970 * factor)
}

final class StreamTests: XCTestCase {
    func testAStreamHasWhatHappensFromItsOpeningOn() async throws {
        try await atHome { nnc, home in
            let events = try nnc.events(kind: "apply")
            _ = try await home.virtualInterfaces.create(interfaces: wishes(1))
            var kinds: [String] = []
            for await event in events {
                kinds.append(event.kind)
                if event.kind == "apply.merged" { break }
            }
            XCTAssertTrue(kinds.contains("apply.applying"), "\(kinds)")
        }
    }

    func testStoppingEndsWhoWaits() async throws {
        try await atHome { nnc, _ in
            let events = try nnc.events()
            async let seen = events.reduce(into: 0) { count, _ in count += 1 }
            events.stop()
            let count = await seen
            XCTAssertEqual(count, 0)
        }
    }

    func testCancellingATaskEndsItsStream() async throws {
        try await atHome { nnc, home in
            let events = try nnc.events()
            let waiting = Task { for await _ in events {} }
            waiting.cancel()
            await waiting.value
            let made = try await home.virtualInterfaces.create(interfaces: wishes(1))
            XCTAssertTrue(made.changed)
        }
    }

    func testAnOperationTellsHowFarItIs() async throws {
        try await atHome { _, home in
            let operation = try home.virtualInterfaces.startCreate(interfaces: wishes(2))
            var last: String?
            for await progress in try operation.progress() { last = progress.phase }
            XCTAssertEqual(last, "merged")
            let result = try await operation.result()
            XCTAssertTrue(result.changed)
        }
    }

    func testCancellingATaskDoesNotTearAChange() async throws {
        try await atHome { nnc, home in
            for round in 0..<3 {
                let events = try nnc.events(kind: "apply")
                let wishes = (0..<10).map { CreateVirtualInterfaceInput(name: "r\(round)-\($0)", service: "tor") }
                let creating = Task { try await home.virtualInterfaces.create(interfaces: wishes) }
                for await event in events where event.kind == "apply.applying" { break }
                creating.cancel()
                let after = CreateVirtualInterfaceInput(name: "after-\(round)", service: "tor")
                _ = try await home.virtualInterfaces.create(interfaces: [after])
                let listed = try await home.virtualInterfaces.list()
                XCTAssertEqual(listed.count, (round + 1) * 11)
            }
            let drift = try await home.drift()
            XCTAssertTrue(drift.differences.isEmpty)
        }
    }

    func testManyCallsAtOnce() async throws {
        try await atHome { _, home in
            _ = try await home.virtualInterfaces.create(interfaces: wishes(20))
            try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<500 { group.addTask { try await home.virtualInterfaces.list().count } }
                for try await count in group { XCTAssertEqual(count, 20) }
            }
        }
    }
}
