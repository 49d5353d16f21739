// swift-tools-version:6.0
import PackageDescription

let examples = ["provision", "watch", "plan", "repair"]

let package = Package(
    name: "nnc-examples",
    platforms: [.macOS(.v13)],
    // The folders of both packages are called swift, which SwiftPM takes for one package: hence the link.
    dependencies: [.package(path: "nnc")],
    targets: [
        .target(name: "Simulated", dependencies: [.product(name: "NncKit", package: "nnc")])
    ]
        + examples.map {
            .executableTarget(name: $0, dependencies: ["Simulated", .product(name: "NncKit", package: "nnc")])
        }
)
