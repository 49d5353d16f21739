//! Labels: whether a controller is locked out, by sending its packets through the simulated router.

use std::net::IpAddr;

use ipnet::IpNet;
use routeros_sim::PacketLab;
use serde_json::{Value, json};

use super::home::{MAC, Place, VERSION};

/// Why the controller is locked out; `None` if it is not.
pub(crate) fn locked_out(place: &Place, fixture: &Value) -> Option<String> {
    let mut lab = PacketLab::new(VERSION, fixture).unwrap_or_else(|error| panic!("{error}: {fixture}"));
    let service = match listening(&lab, place) {
        Ok(port) => port,
        Err(reason) => return Some(reason),
    };
    let state = |new: bool| if new { None } else { Some("established") };
    for new in [false, true] {
        // The present connection is established already; a new one becomes so.
        let what = if new { "new" } else { "present" };
        let mut packet = json!({
            "in-interface": place.port, "src-mac": MAC, "protocol": "tcp",
            "src-address": place.controller, "dst-address": place.router,
            "src-port": if new { 50_001 } else { 50_000 }, "dst-port": 8728,
        });
        if let Some(tag) = place.tag {
            packet["vlan"] = json!(tag);
        }
        if let Some(state) = state(new) {
            packet["connection-state"] = json!(state);
        }
        for step in ["first", "later"] {
            let there = send(&mut lab, &packet);
            if there["verdict"] != "delivered" || there["dst-port"] != service {
                return Some(format!("{what}, {step}: {there}"));
            }
            let trace = there["trace"][0].as_str().unwrap();
            let came_in = trace
                .trim_start_matches("in: ")
                .split(' ')
                .next()
                .unwrap()
                .to_owned();
            let mut answer = json!({
                "src-address": there["dst-address"], "src-port": there["dst-port"],
                "dst-address": there["src-address"], "dst-port": there["src-port"], "protocol": "tcp",
            });
            if let Some(state) = state(new) {
                answer["connection-state"] = json!(state);
            }
            let back = send(&mut lab, &answer);
            let right = back["verdict"] == "forwarded"
                && back["out-interface"] == came_in.as_str()
                && back["gateway"].as_str() == place.gateway
                && back["src-address"] == place.router
                && back["src-port"] == 8728;
            if !right {
                return Some(format!("{what}, answer to the {step}: {back}"));
            }
        }
    }
    None
}

fn send(lab: &mut PacketLab, packet: &Value) -> Value {
    let mut packet = packet.clone();
    packet["commit"] = json!(true);
    let verdict = lab
        .packet(&packet)
        .unwrap_or_else(|error| panic!("{packet}: {error}"));
    assert_eq!(
        verdict["uncertain"],
        json!([]),
        "a label must not depend on what the executor does not know"
    );
    verdict
}

/// The port that the service listens at for this controller.
fn listening(lab: &PacketLab, place: &Place) -> Result<u16, String> {
    let state = lab.state();
    let rows = state["menus"]["/ip/service"].as_array().unwrap().clone();
    let row = rows
        .into_iter()
        .find(|row| row["name"] == "api")
        .ok_or("there is no service")?;
    if row["disabled"] == "true" {
        return Err("the service is off".to_owned());
    }
    let controller: IpAddr = place.controller.parse().unwrap();
    let served = row["address"].as_str().unwrap_or_default();
    let inside = |net: &str| net.parse::<IpNet>().is_ok_and(|net| net.contains(&controller));
    if !served.is_empty() && !served.split(',').any(inside) {
        return Err(format!("the service answers {served} only"));
    }
    Ok(row["port"].as_str().unwrap().parse().unwrap())
}
