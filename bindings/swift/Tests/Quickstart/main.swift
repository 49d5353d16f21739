import Foundation
import NncKit

let password = "secret"
let nnc = try await Nnc.open(path: CommandLine.arguments[1])
_ = try await nnc.addRouter(name: "home", url: CommandLine.arguments[2], password: password)
let home = try await nnc.router(name: "home")
_ = try await home.virtualInterfaces.create(interfaces: [CreateVirtualInterfaceInput(name: "tor-usa", service: "tor")])
do {
    _ = try await home.steeringRules.add(device: "02:00:00:00:00:01", via: "tor-usa")
} catch let error as NncError where error.kind == .conflict {
    print("\(error.code): \(error.message)")
}
