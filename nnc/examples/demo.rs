//! The main job, end to end, in a minute: `cargo xtask demo`.
//!
//! A simulated router that people live with; services become interfaces of it, devices are steered through them,
//! a service dies, a connection breaks in the middle of a change, and in the end everything is as it was.
//! The services themselves are stand-ins: nobody answers at their addresses.

#![allow(clippy::print_stdout, reason = "an example shows what it does")]

#[path = "support/household.rs"]
mod household;
#[path = "support/screen.rs"]
mod screen;

use std::error::Error;

use household::{Menu, configuration};
use nnc::{AddRouter, CreateVirtualInterface, Nnc, Options, Router, Trust};
use routeros_sim::{SimConfig, SimHandle};
use screen::{heading, line, table};
use serde_json::{Value, json};

type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

const PC: &str = "02:00:00:00:00:01";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result {
    let sim = SimConfig::new("7.22.3")?
        .user("admin")
        .password("secret")
        .fixture(serde_json::from_str(include_str!(
            "support/lived_in_router.json"
        ))?)
        .api_ssl("127.0.0.1:0")
        .start()
        .await?;
    let before = configuration(&sim);
    let data = tempfile::tempdir()?;
    let nnc = Options::new(data.path()).open().await?;
    let home = connect(&nnc, &sim).await?;
    create(&home).await?;
    steer(&home, &sim).await?;
    fail(&home, &sim).await?;
    interrupt(&home, &sim).await?;
    remove(&home, &sim, &before).await
}

async fn connect(nnc: &Nnc, sim: &SimHandle) -> Result<Router> {
    heading("A router that people live with");
    let address = sim.api_ssl_address().ok_or("the simulator listens")?;
    let added = nnc
        .add_router(AddRouter {
            name: "home".to_owned(),
            url: format!("routeros+apis://admin@{address}").parse()?,
            trust: Trust::Pin(
                sim.fingerprint()
                    .ok_or("the simulator has a certificate")?
                    .to_owned(),
            ),
            password: "secret".into(),
            offline: false,
        })
        .await?;
    let version = added.capabilities.map(|known| known.version).unwrap_or_default();
    line(&format!(
        "RouterOS {version} (simulated), reached over TLS, its certificate pinned. It has already:"
    ));
    table(
        &["MENU", "ROWS"],
        &configuration(sim)
            .iter()
            .map(|(menu, rows)| vec![menu.clone(), rows.len().to_string()])
            .collect::<Vec<_>>(),
    );
    Ok(nnc.router("home").await?)
}

async fn create(home: &Router) -> Result {
    heading("Three service instances become virtual interfaces");
    let wanted = vec![
        CreateVirtualInterface::new("tor-usa", "tor")?.parent("ether5"),
        CreateVirtualInterface::new("tor-germany", "tor")?.parent("ether5"),
        // ether2 is a port of the bridge, so the VLAN goes on the bridge.
        CreateVirtualInterface::new("singbox-vpn", "sing-box")?.parent("ether2"),
    ];
    let change = home.virtual_interfaces().create(wanted).await?;
    let interfaces = home.virtual_interfaces().list().await?;
    let rows: Vec<Vec<String>> = interfaces
        .iter()
        .map(|interface| {
            vec![
                interface.name.clone(),
                interface.service.to_string(),
                interface.vlan_id.to_string(),
                interface.ip_address.clone(),
                interface.service_address.clone(),
                interface.status.to_string(),
            ]
        })
        .collect();
    table(
        &["INTERFACE", "SERVICE", "VLAN", "ROUTER", "SERVICE AT", "STATUS"],
        &rows,
    );
    line(
        "VLAN 101 belongs to the cameras, so it was left alone. All or nothing, under the router's safe mode,",
    );
    line(&format!(
        "{} rows, each confirmed by reading it back. Those of tor-usa:",
        change.commands.len()
    ));
    change
        .commands
        .iter()
        .filter(|command| command.contains("vif/tor-usa:"))
        .for_each(|command| line(&format!("  {command}")));
    Ok(())
}

async fn steer(home: &Router, sim: &SimHandle) -> Result {
    heading("An IoT network and a gaming PC are steered");
    let rules = home.steering_rules();
    rules.add("192.168.20.0/24", "tor-germany", false).await?;
    let change = rules.add(PC, "tor-usa", false).await?;
    line("192.168.20.0/24 through tor-germany, the PC through tor-usa. The rules of the PC:");
    change
        .commands
        .iter()
        .for_each(|command| line(&format!("  {command}")));
    let at = |packet: &Value| sim.packet(packet);
    line(&format!(
        "A packet of the PC to 198.51.100.7 now: {}",
        way(&at(&from_pc("198.51.100.7", 443))?)
    ));
    line(&format!(
        "Its query to the router's own resolver:  {}",
        way(&at(&query_of_pc("192.168.88.1"))?)
    ));
    line(&format!(
        "Its packet to the house's printer:       {}",
        way(&at(&from_pc("192.168.30.9", 631))?)
    ));
    line("The PC wants the VPN now:");
    let change = rules.switch(PC, "singbox-vpn").await?;
    change
        .commands
        .iter()
        .for_each(|command| line(&format!("  {command}")));
    line(&format!(
        "The same packet: {}",
        way(&at(&from_pc("198.51.100.7", 443))?)
    ));
    Ok(())
}

async fn fail(home: &Router, sim: &SimHandle) -> Result {
    heading("The VPN's gateway dies");
    let vpn = home.virtual_interfaces().get("singbox-vpn").await?;
    sim.world(&json!({"hosts": {(vpn.service_address.as_str()): "down"}}))?;
    sim.advance(std::time::Duration::from_secs(60));
    let mut leaked = 0;
    let mut tried = 0;
    for destination in ["198.51.100.7", "1.1.1.1", "8.8.8.8", "203.0.113.1", "192.0.2.55"] {
        for port in [53, 80, 443, 853, 51820] {
            for state in ["new", "established"] {
                let mut packet = from_pc(destination, port);
                packet["connection-state"] = json!(state);
                let verdict = sim.packet(&packet)?;
                tried += 1;
                leaked += u32::from(verdict["out-interface"] == "ether1");
            }
        }
    }
    line(&format!(
        "A packet of the PC to 198.51.100.7 now: {}",
        way(&sim.packet(&from_pc("198.51.100.7", 443))?)
    ));
    line(&format!(
        "{tried} packets of the PC tried on the router: {leaked} left another way."
    ));
    let report = home.verify_leaks(None).await?;
    line(&format!(
        "Proved for every packet, with each gateway and interface up or down, by the router's rules as they are: {} leaks.",
        report.leaks.len()
    ));
    for leak in &report.leaks {
        line(&format!("LEAK: {}", leak.summary));
        leak.path.iter().for_each(|step| line(&format!("  {step}")));
    }
    if leaked > 0 || !report.leaks.is_empty() || !report.undecided.is_empty() {
        return Err("a packet leaked".into());
    }
    sim.world(&json!({"hosts": {(vpn.service_address.as_str()): "up"}}))?;
    Ok(())
}

async fn interrupt(home: &Router, sim: &SimHandle) -> Result {
    heading("The connection breaks in the middle of a change");
    sim.fault(&json!({"kind": "drop-after", "at": 9}))?;
    let wanted = vec![CreateVirtualInterface::new("tor-japan", "tor")?.parent("ether5")];
    match home.virtual_interfaces().create(wanted.clone()).await {
        Ok(_) => return Err("the fault did not strike".into()),
        Err(error) => line(&format!("nnc: {} [{}]", error.message, error.code)),
    }
    line(&format!(
        "Differences between what is wanted and what the router has: {}",
        home.reconcile().await?.len()
    ));
    home.virtual_interfaces().create(wanted).await?;
    line("Tried again: tor-japan is there.");
    Ok(())
}

async fn remove(home: &Router, sim: &SimHandle, before: &[Menu]) -> Result {
    heading("Everything is taken away again");
    let names: Vec<String> = home
        .virtual_interfaces()
        .list()
        .await?
        .iter()
        .map(|interface| interface.instance.to_string())
        .collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    home.virtual_interfaces().delete(&names, true).await?;
    let left = configuration(sim);
    if left != before {
        return Err("the household's own configuration was changed".into());
    }
    line(&format!(
        "{} are gone. The household's own {} menus are as they were, row by row.",
        names.join(", "),
        left.len()
    ));
    Ok(())
}

fn from_pc(destination: &str, port: u16) -> Value {
    json!({"in-interface": "bridge", "src-mac": PC, "src-address": "192.168.88.50", "dst-address": destination,
        "protocol": "tcp", "src-port": 40000, "dst-port": port})
}

fn query_of_pc(server: &str) -> Value {
    json!({"in-interface": "bridge", "src-mac": PC, "src-address": "192.168.88.50", "dst-address": server,
        "protocol": "udp", "src-port": 40000, "dst-port": 53})
}

/// What became of a packet, in words.
fn way(verdict: &Value) -> String {
    let text = |name: &str| verdict[name].as_str().unwrap_or("?").to_owned();
    match verdict["verdict"].as_str() {
        Some("forwarded") => format!("leaves by {}", text("out-interface")),
        Some("delivered") => "is taken by the router itself".to_owned(),
        Some(other) => format!("{other} by {}", text("by")),
        None => "?".to_owned(),
    }
}
