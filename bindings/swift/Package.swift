// swift-tools-version:6.0
import PackageDescription

// `cargo xtask swift` writes Sources/NncKit/Native and Sources/NncNativeFFI, and builds the native library; where that
// lies is said by NNC_LIBRARY.
let library = Context.environment["NNC_LIBRARY"] ?? "../../target/debug"

let package = Package(
    name: "nnc",
    platforms: [.macOS(.v13), .iOS(.v16)],
    products: [.library(name: "NncKit", targets: ["NncKit"])],
    targets: [
        .systemLibrary(name: "NncNativeFFI"),
        .target(
            name: "NncKit",
            dependencies: ["NncNativeFFI"],
            // In the mode of Swift 6, Swift 6.0.3 crashes on what uniffi writes for protocols that programs implement.
            swiftSettings: [.swiftLanguageMode(.v5)],
            linkerSettings: [
                .linkedLibrary("nnc_native"),
                .unsafeFlags(["-L\(library)", "-Xlinker", "-rpath", "-Xlinker", library]),
            ]
        ),
        .testTarget(name: "NncKitTests", dependencies: ["NncKit", "ending", "quickstart"]),
        // Programs that tests start: one to see it end, and the README's.
        .executableTarget(name: "ending", dependencies: ["NncKit"], path: "Tests/Ending"),
        .executableTarget(name: "quickstart", dependencies: ["NncKit"], path: "Tests/Quickstart"),
        // Answers the scenarios of `conformance/`; no product, so nobody who uses the library builds it.
        .executableTarget(name: "conformance", dependencies: ["NncKit"], path: "Tests/Conformance"),
    ]
)
