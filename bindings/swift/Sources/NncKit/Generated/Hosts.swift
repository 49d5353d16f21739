// generated from schema/nnc.graphql by `cargo xtask codegen`; do not edit

import Foundation

/// A router that your program implements. It keeps rows as RouterOS does, in whatever way it can: each menu, such as
/// `/interface/vlan`, has rows in an order, each with a handle under `.id` and texts spelled as RouterOS spells them. An
/// error with the code `router-unreachable` or `connection-lost` means that nobody answers, `unsupported` that there is no
/// such menu; any other that it refuses and has changed nothing.
public protocol HostRouter: Sendable {
    /// The version of RouterOS whose rows it keeps, such as `7.22.3`.
    func version() async throws -> String

    /// Its own name.
    func identity() async throws -> String

    /// The rows of a menu, in their order.
    func read(menu: String) async throws -> [[String: String]]

    /// Carries out `add` (with `place-before`: the handle of the row that it goes before), `set` and `remove` (with `.id`),
    /// `move` (with `numbers` and `destination`) or `unset` (with `.id` and `value-name`). Gives the handle of a row that was
    /// added.
    func write(menu: String, verb: String, values: [String: String]) async throws -> String?

    /// Begins what `commit` makes stand and `rollBack` takes back. Refuse it while another is open.
    func begin() async throws

    /// Makes everything since `begin` stand.
    func commit() async throws

    /// Takes everything since `begin` back.
    func rollBack() async throws
}

final class AdaptedHostRouter: NativeHostRouter {
    private let host: any HostRouter

    init(_ host: any HostRouter) {
        self.host = host
    }

    func version() async throws -> String {
        try await asked { try await host.version() }
    }

    func identity() async throws -> String {
        try await asked { try await host.identity() }
    }

    func read(menu: String) async throws -> [[String: String]] {
        try await asked { try await host.read(menu: menu) }
    }

    func write(menu: String, verb: String, values: [String: String]) async throws -> String? {
        try await asked { try await host.write(menu: menu, verb: verb, values: values) }
    }

    func begin() async throws {
        try await asked { try await host.begin() }
    }

    func commit() async throws {
        try await asked { try await host.commit() }
    }

    func rollBack() async throws {
        try await asked { try await host.rollBack() }
    }
}
