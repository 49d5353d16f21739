import NncKit

/// Leaves with a stream open, a reader waiting and a change under way. The arguments are a folder and the URL of a router.
let words = CommandLine.arguments
let nnc = try await Nnc.open(path: words[1])
_ = try await nnc.addRouter(name: "home", url: words[2], password: "secret")
let home = try await nnc.router(name: "home")
let unread = try nnc.events()
let read = try nnc.events()
Task { for await _ in read {} }
let wishes = (0..<20).map { CreateVirtualInterfaceInput(name: "vpn-\($0)", service: "tor") }
_ = try home.virtualInterfaces.startCreate(interfaces: wishes)
print("leaving")
