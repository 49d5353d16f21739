// What would be done, and nothing done.
import NncKit
import Simulated

let router = try SimulatedRouter()
let (_, home) = try await router.home()
let wish = CreateVirtualInterfaceInput(name: "tor-usa", service: "tor")
let plan = try await home.virtualInterfaces.create(interfaces: [wish], dryRun: true)
for command in plan.commands {
    print(command)
}
print("plan \(plan.planHash ?? ""); interfaces on the router: \(try await home.virtualInterfaces.list().count)")
router.close()
