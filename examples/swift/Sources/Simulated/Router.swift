import Foundation
import NncKit

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// A simulated router in place of your own, and a folder for the data; both are gone at the end.
public final class SimulatedRouter {
    private let process = Process()
    private let addresses: [String: String]
    private let folder: URL

    public init() throws {
        guard let program = ProcessInfo.processInfo.environment["NNC_SIM"] else {
            fatalError("NNC_SIM names the program routeros-sim")
        }
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("nnc-example-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let said = Pipe()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = [
            "--api", "127.0.0.1:0", "--rest", "127.0.0.1:0", "--user", "admin", "--password", "secret",
        ]
        process.standardOutput = said
        process.standardError = FileHandle.nullDevice
        try process.run()
        addresses = try JSONDecoder().decode([String: String].self, from: said.fileHandleForReading.availableData)
    }

    /// Ends it. What stands at the top of a program is never let go of by itself.
    public func close() {
        kill(process.processIdentifier, SIGKILL)
        try? FileManager.default.removeItem(at: folder)
    }

    /// Opens a data directory and adds the router as `home`.
    public func home() async throws -> (Nnc, RouterHandle) {
        let nnc = try await Nnc.open(path: folder.appendingPathComponent("data").path)
        let url = "routeros+api://admin@\(addresses["api"] ?? "")"
        _ = try await nnc.addRouter(name: "home", url: url, password: "secret")
        return (nnc, try await nnc.router(name: "home"))
    }

    /// Somebody else's hand on the router: removes the first row of a menu in whose comment a text stands.
    public func removeRow(_ menu: String, with text: String) async throws {
        let rows = try JSONDecoder().decode([[String: String]].self, from: try await rest("GET", menu))
        guard let id = rows.first(where: { $0["comment"]?.contains(text) ?? false })?[".id"] else { return }
        _ = try await rest("DELETE", "\(menu)/\(id)")
    }

    private func rest(_ method: String, _ path: String) async throws -> Data {
        var request = URLRequest(url: URL(string: "http://\(addresses["rest"] ?? "")/rest\(path)")!)
        request.httpMethod = method
        let password = Data("admin:secret".utf8).base64EncodedString()
        request.setValue("Basic \(password)", forHTTPHeaderField: "Authorization")
        return try await URLSession.shared.data(for: request).0
    }
}
