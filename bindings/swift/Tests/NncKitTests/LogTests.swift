import XCTest

@testable import NncKit

final class LogTests: XCTestCase {
    func testWhatNncDoesIsToldWithItsLevelAndDetails() async throws {
        try await atHome { _, home in
            let records = try nncLog(.debug)
            _ = try await home.virtualInterfaces.create(interfaces: wishes(1))
            for await record in records where record.message == "apply" {
                XCTAssertEqual(record.level, .debug)
                XCTAssertTrue(record.target.hasPrefix("nnc_state"), record.target)
                XCTAssertNotNil(record.fields["phase"])
                XCTAssertEqual(record.lost, 0)
                return
            }
            XCTFail("the log ended")
        }
    }

    func testWhatIsLessGraveThanAskedForIsNotTold() async throws {
        try await atHome { _, home in
            let errors = try nncLog(.error)
            _ = try await home.virtualInterfaces.create(interfaces: wishes(1))
            errors.stop()
            let told = await errors.reduce(into: 0) { count, _ in count += 1 }
            XCTAssertEqual(told, 0)
        }
    }
}
