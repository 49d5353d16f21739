//! Find and take away what nnc made, and nothing else.
//!
//! `cargo run -p nnc --example clean_up` runs it against a simulated router.

#![allow(clippy::print_stdout, reason = "an example shows what it does")]

#[path = "support/household.rs"]
mod household;

use household::configuration;
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
    let before = configuration(&sim);
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
    let interfaces = home.virtual_interfaces();
    interfaces
        .create(vec![CreateVirtualInterface::new("tor-usa", "tor")?])
        .await?;
    home.steering_rules().add("vlan:20", "tor-usa", false).await?;

    // What is in use is not deleted by accident.
    let refused = interfaces.delete(&["tor-usa"], false).await;
    println!(
        "refused: {}",
        refused.err().map(|error| error.message).unwrap_or_default()
    );
    let change = interfaces.delete(&["tor-usa"], true).await?;
    println!(
        "took {} rows away",
        change
            .commands
            .iter()
            .filter(|command| command.contains(" remove "))
            .count()
    );

    // Nothing of the household's own configuration was touched.
    assert_eq!(configuration(&sim), before);
    println!("the rest of the router is as it was");
    Ok(())
}
