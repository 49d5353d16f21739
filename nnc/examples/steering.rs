//! Steer devices through services, switch one, and stop.
//!
//! `cargo run -p nnc --example steering` runs it against a simulated router.

#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use nnc::{AddRouter, CreateVirtualInterface, Nnc, Trust};
use routeros_sim::SimConfig;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let sim = SimConfig::new("7.22.3")?
        .user("admin")
        .password("secret")
        .fixture(serde_json::from_str(include_str!(
            "support/lived_in_router.json"
        ))?)
        .api("127.0.0.1:0")
        .start()
        .await?;
    let address = sim.api_address().ok_or("the simulator listens")?;
    let data = tempfile::tempdir()?;
    let nnc = Nnc::open(data.path()).await?;
    nnc.add_router(AddRouter {
        name: "home".to_owned(),
        url: format!("routeros+api://admin@{address}").parse()?,
        trust: Trust::System,
        password: "secret".into(),
        offline: false,
    })
    .await?;
    let home = nnc.router("home").await?;
    let service = |name: &str, service: &str| CreateVirtualInterface::new(name, service);
    home.virtual_interfaces()
        .create(vec![service("tor-usa", "tor")?, service("vpn", "sing-box")?])
        .await?;

    let rules = home.steering_rules();
    // A device told by its MAC address and a whole VLAN: their IPv6 is told apart, so it is blocked.
    rules.add("02:00:00:00:00:01", "tor-usa", false).await?;
    rules.add("vlan:20", "vpn", false).await?;
    // A single address shares its interface with others, whose IPv6 must go on: nnc refuses, and says why.
    let refused = rules.add("192.168.88.50", "vpn", false).await;
    println!(
        "refused: {}",
        refused.err().map(|error| error.message).unwrap_or_default()
    );
    // The user may accept that.
    rules.add("192.168.88.50", "vpn", true).await?;
    // Switching is a change of two rows in place: never for a moment is the device not steered.
    let change = rules.switch("02:00:00:00:00:01", "vpn").await?;
    println!("switched with\n  {}", change.commands.join("\n  "));
    for rule in rules.list().await? {
        println!("{} through {}", rule.device, rule.via);
    }
    for rule in rules.list().await? {
        rules.remove(&rule.device).await?;
    }
    Ok(())
}
