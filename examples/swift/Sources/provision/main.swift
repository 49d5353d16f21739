// Two services become virtual interfaces, and a device goes out through one of them, then through the other.
import NncKit
import Simulated

let router = try SimulatedRouter()
let (_, home) = try await router.home()
_ = try await home.virtualInterfaces.create(
    interfaces: ["tor-usa", "tor-germany"].map { CreateVirtualInterfaceInput(name: $0, service: "tor") })
for one in try await home.virtualInterfaces.list() {
    print("\(one.name): VLAN \(one.vlanId), \(one.ipAddress), \(one.status)")
}
let tv = "02:00:00:00:00:01"
_ = try await home.steeringRules.add(device: tv, via: "tor-usa")
_ = try await home.steeringRules.switch(device: tv, via: "tor-germany")
for rule in try await home.steeringRules.list() {
    print("\(tv) goes through \(rule.via)")
}
print("ways out that are not its own: \(try await home.verifyLeaks().leaks.count)")
router.close()
