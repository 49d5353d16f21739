// Somebody removes a route by hand; nnc sees it and puts it back.
import NncKit
import Simulated

let router = try SimulatedRouter()
let (_, home) = try await router.home()
let wish = CreateVirtualInterfaceInput(name: "tor-usa", service: "tor")
_ = try await home.virtualInterfaces.create(interfaces: [wish])
try await router.removeRow("/ip/route", with: "vif/tor-usa")
for difference in try await home.drift().differences {
    print("\(difference.cause): \(difference.message)")
}
_ = try await home.repair()
print("differences left: \(try await home.drift().differences.count)")
router.close()
