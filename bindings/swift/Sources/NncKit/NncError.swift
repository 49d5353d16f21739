import Foundation

/// What went wrong. ``kind`` says what a caller can do about it, ``code`` what exactly it was.
public struct NncError: Error, Hashable, Sendable {
    /// What sort of thing.
    public let kind: ErrorKind
    /// What exactly, for programs; stable, and listed in `docs/errors.md`.
    public let code: String
    /// What exactly and what to do, for people.
    public let message: String
    /// Whether the same call may succeed later.
    public let retryable: Bool
    /// Details by name; never secrets. What judging arguments found stands under `finding.0` and on, each as a code and a
    /// JSON pointer.
    public let context: [String: String]

    public init(
        kind: ErrorKind, code: String, message: String, retryable: Bool = false, context: [String: String] = [:]
    ) {
        self.kind = kind
        self.code = code
        self.message = message
        self.retryable = retryable
        self.context = context
    }
}

extension NncError: LocalizedError, CustomStringConvertible {
    public var errorDescription: String? { message }
    public var description: String { "\(code): \(message)" }
}

extension NncError {
    init(_ failure: NativeFailure) {
        switch failure {
        case let .Told(kind, code, text, retryable, context):
            self.init(kind: kind, code: code, message: text, retryable: retryable, context: context)
        }
    }

    /// What is no answer of nnc's: the native library itself failed.
    init(native error: any Error) {
        self.init(kind: .internal, code: "internal", message: "\(error)", retryable: false, context: [:])
    }
}

/// Calls the native library; its errors become ``NncError``.
func told<T>(_ call: () throws -> T) throws -> T {
    do {
        return try call()
    } catch let failure as NativeFailure {
        throw NncError(failure)
    } catch {
        throw NncError(native: error)
    }
}

/// Calls the native library and waits; its errors become ``NncError``.
func told<T>(_ call: () async throws -> T) async throws -> T {
    do {
        return try await call()
    } catch let failure as NativeFailure {
        throw NncError(failure)
    } catch {
        throw NncError(native: error)
    }
}

/// Asks what the program implements; what that throws becomes an error of the native library's.
func asked<T>(_ call: () async throws -> T) async throws -> T {
    do {
        return try await call()
    } catch let refused as NncError {
        throw NativeFailure.Told(
            kind: refused.kind, code: refused.code, text: refused.message, retryable: refused.retryable,
            context: refused.context)
    } catch {
        throw NativeFailure.Told(
            kind: .refused, code: "router-refused", text: "\(error)", retryable: false, context: [:])
    }
}
