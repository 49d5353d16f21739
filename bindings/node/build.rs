//! Says to the linkers that need it that Node.js has the functions of Node-API.

fn main() {
    napi_build::setup();
}
