//! Add a router, turn a service into an interface of it, look at it, take it away again.
//!
//! `cargo run -p nnc --example quickstart` runs it against a simulated router.

#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use nnc::{AddRouter, CreateVirtualInterface, Nnc, Trust};
use routeros_sim::SimConfig;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    // A simulated router; use your own router's address in its place.
    let sim = SimConfig::new("7.22.3")?
        .user("admin")
        .password("secret")
        .api_ssl("127.0.0.1:0")
        .start()
        .await?;
    let address = sim.api_ssl_address().ok_or("the simulator listens")?;
    let fingerprint = sim
        .fingerprint()
        .ok_or("the simulator has a certificate")?
        .to_owned();

    let data = tempfile::tempdir()?;
    let nnc = Nnc::open(data.path()).await?;
    let router = nnc
        .add_router(AddRouter {
            name: "home".to_owned(),
            url: format!("routeros+apis://admin@{address}").parse()?,
            trust: Trust::Pin(fingerprint),
            password: "secret".into(),
            offline: false,
        })
        .await?;
    println!(
        "{} runs RouterOS {}",
        router.name,
        router.capabilities.map(|known| known.version).unwrap_or_default()
    );

    let home = nnc.router("home").await?;
    let interfaces = home.virtual_interfaces();
    let tor = CreateVirtualInterface::new("tor-usa", "tor")?;
    for command in interfaces.plan_create(vec![tor.clone()]).await?.commands {
        println!("would write  {command}");
    }
    interfaces.create(vec![tor]).await?;
    let made = interfaces.get("tor-usa").await?;
    println!(
        "{} is VLAN {} with {}; the service binds {}",
        made.name, made.vlan_id, made.ip_address, made.service_address
    );

    interfaces.delete(&["tor-usa"], false).await?;
    println!("gone again: {} interfaces left", interfaces.list().await?.len());
    Ok(())
}
