//! Rules that concern several properties of a row at once.

use std::sync::Arc;

use crate::provenance::Rule;
use crate::value::{Fields, field, is_true, text};

use super::Engine;
use super::reply::Trap;
use super::store::Row;
use super::validate::no_match;

impl Engine {
    /// Refuses what does not go together.
    pub(super) fn check_combination(
        &self,
        path: &str,
        table: usize,
        own: Option<u32>,
        fields: &Fields,
    ) -> Result<(), Trap> {
        match path {
            "/interface/vlan" => {
                let same = |row: &Arc<Row>| {
                    Some(row.id) != own
                        && text(&row.fields, "vlan-id") == text(fields, "vlan-id")
                        && text(&row.fields, "interface") == text(fields, "interface")
                        && is_true(&row.fields, "use-service-tag") == is_true(fields, "use-service-tag")
                };
                if self
                    .store
                    .table(table)
                    .is_some_and(|entry| entry.rows().any(same))
                {
                    return Err(Trap::general(
                        Rule::VlanTaken,
                        "failure: already have vlan with such id on this interface",
                    ));
                }
                if text(fields, "interface") == text(fields, "name") {
                    return Err(no_match("interface"));
                }
            }
            "/ip/route" | "/ipv6/route"
                if field(fields, "blackhole").is_none() && text(fields, "gateway").is_empty() =>
            {
                return Err(Trap::argument(
                    Rule::MissingArguments,
                    "missing value(s) of argument(s) gateway",
                ));
            }
            _ if path.contains("/firewall/") => check_firewall_rule(path, fields)?,
            "/interface/bridge/port" if text(fields, "bridge") == text(fields, "interface") => {
                return Err(no_match("interface"));
            }
            _ => {}
        }
        Ok(())
    }
}

/// What a firewall rule may not combine.
fn check_firewall_rule(path: &str, fields: &Fields) -> Result<(), Trap> {
    let (chain, action) = (text(fields, "chain"), text(fields, "action"));
    let has = |names: &[&str]| names.iter().any(|name| !text(fields, name).is_empty());
    let refuse = |message: &str| {
        Err(Trap::general(
            Rule::FirewallCombination,
            format!("failure: {message}"),
        ))
    };
    let protocol = text(fields, "protocol");
    let with_ports = matches!(
        protocol,
        "tcp" | "udp" | "udp-lite" | "dccp" | "sctp" | "6" | "17" | "33" | "132" | "136"
    );
    if has(&["src-port", "dst-port", "port"]) && !with_ports {
        return refuse("ports can be specified if proto is tcp,udp,udp-lite,dccp,sctp");
    }
    let outgoing = matches!(chain, "output" | "postrouting" | "srcnat");
    let incoming = matches!(chain, "input" | "prerouting" | "dstnat");
    if outgoing
        && has(&["in-interface", "in-interface-list"])
        && !(path.ends_with("/nat") && chain == "output")
    {
        return refuse("incoming interface matching not possible in output and postrouting chains");
    }
    if incoming && has(&["out-interface", "out-interface-list"]) {
        return refuse("outgoing interface matching not possible in input and prerouting chains");
    }
    if action == "mark-routing" && matches!(chain, "input" | "forward" | "postrouting") {
        return refuse("mark-routing allowed only in output and prerouting chains");
    }
    if matches!(action, "dst-nat" | "redirect") && matches!(chain, "srcnat" | "input") {
        return refuse("dst-nat/redirect action must be in dstnat/output chains");
    }
    if matches!(action, "src-nat" | "masquerade") && matches!(chain, "dstnat" | "output") {
        return refuse("src-nat/masquerade action must be in srcnat/input chains");
    }
    Ok(())
}
