#!/bin/sh
# Makes target/nnc.aar for Android. NEVER RUN: it needs the Android SDK's NDK (ANDROID_NDK_HOME) and cargo-ndk, and no
# machine of ours has them.
set -eu
cd "$(dirname "$0")"
out=target/aar
rm -rf "$out"
mkdir -p "$out/jni"
cargo ndk --target arm64-v8a --target armeabi-v7a --target x86_64 --platform 26 --output-dir "$out/jni" \
    build --profile dist --package nnc-native
# The classes are those of the jar, without the library for the JVM.
cargo xtask kotlin
cp target/nnc-kotlin-0.1.0.jar "$out/classes.jar"
zip -q --delete "$out/classes.jar" 'linux-*' 'darwin-*' 'win32-*' || true
cat > "$out/AndroidManifest.xml" <<'END'
<manifest xmlns:android="http://schemas.android.com/apk/res/android" package="nnc">
  <uses-sdk android:minSdkVersion="26" />
  <uses-permission android:name="android.permission.INTERNET" />
</manifest>
END
: > "$out/R.txt"
(cd "$out" && zip -qr ../nnc.aar AndroidManifest.xml classes.jar R.txt jni)
echo "target/nnc.aar; an app that uses it also needs net.java.dev.jna:jna:5.17.0@aar and kotlinx-coroutines-android"
