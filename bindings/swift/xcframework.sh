#!/bin/sh
# Makes NncNativeFFI.xcframework for Apple's platforms. NEVER RUN: it needs a Mac with Xcode and the Rust targets.
set -eu
cd "$(dirname "$0")/../.."
cargo xtask swift
headers=bindings/swift/Sources/NncNativeFFI
out=target/xcframework
rm -rf "$out"
mkdir -p "$out"
for target in aarch64-apple-darwin x86_64-apple-darwin aarch64-apple-ios aarch64-apple-ios-sim x86_64-apple-ios; do
    cargo build --profile dist --package nnc-native --target "$target"
done
fat() {
    lipo -create -output "$out/$1" "target/$2/dist/libnnc_native.a" "target/$3/dist/libnnc_native.a"
}
fat macos.a aarch64-apple-darwin x86_64-apple-darwin
fat simulator.a aarch64-apple-ios-sim x86_64-apple-ios
xcodebuild -create-xcframework \
    -library "$out/macos.a" -headers "$headers" \
    -library "$out/simulator.a" -headers "$headers" \
    -library target/aarch64-apple-ios/dist/libnnc_native.a -headers "$headers" \
    -output "$out/NncNativeFFI.xcframework"
