// Events while a change is made, and how far it is.
import NncKit
import Simulated

let router = try SimulatedRouter()
let (nnc, home) = try await router.home()
let events = try nnc.events(kind: "apply")
let wish = CreateVirtualInterfaceInput(name: "tor-usa", service: "tor")
let operation = try home.virtualInterfaces.startCreate(interfaces: [wish])
for await progress in try operation.progress() {
    print("progress: \(progress.phase)")
}
for await event in events {
    print("event: \(event.kind)")
    if event.kind == "apply.merged" { break }
}
print("changed: \(try await operation.result().changed)")
router.close()
