//! Properties that are computed when a row is shown: running, active, invalid, counters.

use std::collections::HashMap;

use crate::value::{Fields, Name, Value, is_true, text};

use super::Engine;
use super::interfaces::InterfaceState;
use super::print::flag;
use super::routes::Fib;
use super::store::Row;

/// What is looked up once for all rows of a print.
#[derive(Debug, Default)]
pub(crate) struct StatusContext {
    interfaces: HashMap<String, InterfaceState>,
    fib: Option<Fib>,
    counters: bool,
    /// Whether the menu's rows show `dynamic`.
    dynamic: bool,
}

/// Menus whose rows can be dynamic, so that `dynamic` is always shown.
const WITH_DYNAMIC: &[&str] = &[
    "/ip/address",
    "/ip/route",
    "/ip/firewall/filter",
    "/ip/firewall/nat",
    "/ip/firewall/mangle",
    "/ip/firewall/raw",
    "/ip/firewall/address-list",
    "/ip/dhcp-server",
    "/ip/dhcp-server/lease",
    "/ip/dhcp-server/network",
    "/ip/dhcp-client",
    "/ip/dns/static",
    "/ipv6/address",
    "/ipv6/route",
    "/ipv6/firewall/filter",
    "/ipv6/firewall/nat",
    "/ipv6/firewall/mangle",
    "/ipv6/firewall/raw",
    "/ipv6/firewall/address-list",
    "/interface/bridge",
    "/interface/bridge/port",
    "/interface/bridge/vlan",
    "/interface/list",
    "/interface/list/member",
    "/interface/wireguard/peers",
    "/routing/table",
];

impl Engine {
    pub(super) fn status_context(&self, menu: &str) -> StatusContext {
        let needs_interfaces = menu.starts_with("/interface")
            || matches!(
                menu,
                "/ip/address" | "/ipv6/address" | "/ip/dhcp-server" | "/ip/dhcp-client"
            );
        let fib = match menu {
            "/ip/route" => Some(self.fib(false)),
            "/ipv6/route" => Some(self.fib(true)),
            _ => None,
        };
        StatusContext {
            interfaces: if needs_interfaces {
                self.interface_states()
            } else {
                HashMap::new()
            },
            fib,
            counters: menu.starts_with("/interface") || menu.contains("/firewall/"),
            dynamic: WITH_DYNAMIC.contains(&menu),
        }
    }

    pub(super) fn add_status(&self, menu: &str, row: &Row, context: &StatusContext, fields: &mut Fields) {
        let push = |fields: &mut Fields, name: &'static str, value: String| {
            fields.push((Name::literal(name), Value::from(value)));
        };
        match menu {
            "/ip/address" | "/ipv6/address" => {
                let interface = text(&row.fields, "interface");
                let state = context.interfaces.get(interface);
                let actual = state
                    .and_then(|state| state.bridge.clone())
                    .unwrap_or_else(|| interface.to_owned());
                push(fields, "actual-interface", actual);
                flag(fields, "invalid", state.is_none_or(|state| state.disabled));
                flag(fields, "slave", state.is_some_and(|state| state.bridge.is_some()));
                if menu == "/ipv6/address" {
                    flag(fields, "global", true);
                    flag(fields, "link-local", false);
                }
            }
            "/ip/route" | "/ipv6/route" => {
                if let Some(status) = context.fib.as_ref().and_then(|fib| fib.status(row.id)) {
                    if !row.dynamic
                        && let Some(immediate) = &status.immediate
                    {
                        push(fields, "immediate-gw", immediate.clone());
                    }
                    flag(fields, "active", status.active);
                    flag(fields, "inactive", !status.active);
                    flag(fields, "ecmp", status.ecmp);
                }
                flag(fields, "static", !row.dynamic);
            }
            "/routing/table" => {
                flag(fields, "invalid", false);
            }
            "/routing/rule" => {
                flag(fields, "inactive", is_true(&row.fields, "disabled"));
            }
            "/ip/firewall/address-list" | "/ipv6/firewall/address-list" => {
                self.expiry_status(self.store.table_index(menu), row, fields);
            }
            "/ip/dhcp-server" | "/ip/dhcp-client" => {
                let state = context.interfaces.get(text(&row.fields, "interface"));
                flag(fields, "invalid", state.is_none());
                if menu == "/ip/dhcp-client" {
                    push(
                        fields,
                        "status",
                        if is_true(&row.fields, "disabled") {
                            "stopped"
                        } else {
                            "searching..."
                        }
                        .to_owned(),
                    );
                }
            }
            "/interface/bridge/port" => {
                let state = context.interfaces.get(text(&row.fields, "interface"));
                flag(fields, "inactive", state.is_none_or(|state| !state.running));
                flag(fields, "hw-offload", false);
            }
            "/interface/wireguard/peers" => {
                push(fields, "rx", "0".to_owned());
                push(fields, "tx", "0".to_owned());
            }
            _ if menu.contains("/firewall/") && !menu.ends_with("-list") && !menu.contains("connection") => {
                let (bytes, packets) = self.world.counters(menu, row.id, self.uptime_ms());
                push(fields, "bytes", bytes.to_string());
                push(fields, "packets", packets.to_string());
                flag(fields, "invalid", false);
            }
            "/system/scheduler" => self.scheduler_status(row, fields),
            "/system/clock" => {
                let (date, time) = self.wall_clock();
                push(fields, "time", time);
                push(fields, "date", date);
            }
            "/system/resource" => self.resource_status(fields),
            _ if menu.starts_with("/interface") => self.interface_status(menu, row, context, fields),
            _ => {}
        }
        if context.dynamic || row.dynamic {
            flag(fields, "dynamic", row.dynamic);
        }
    }

    fn interface_status(&self, menu: &str, row: &Row, context: &StatusContext, fields: &mut Fields) {
        let Some(state) = context
            .interfaces
            .get(text(&row.fields, "name"))
            .filter(|state| state.at.id == row.id)
        else {
            return;
        };
        if menu == "/interface" {
            fields.push((Name::literal("type"), Value::from_static(state.kind.as_bytes())));
            let mtu = text(&row.fields, "mtu");
            let actual = if mtu == "auto" || mtu.is_empty() {
                "1500"
            } else {
                mtu
            };
            fields.push((
                Name::literal("actual-mtu"),
                Value::copy_from_slice(actual.as_bytes()),
            ));
        }
        if text(fields, "mac-address").is_empty() && !state.mac.is_empty() && state.kind != "wg" {
            fields.push((Name::literal("mac-address"), Value::from(state.mac.clone())));
        }
        if menu == "/interface/vlan" {
            fields.push((Name::literal("l2mtu"), Value::from_static(b"1588")));
            fields.push((Name::literal("loop-protect-status"), Value::from_static(b"off")));
        }
        if menu == "/interface/bridge" {
            fields.push((Name::literal("actual-mtu"), Value::from_static(b"1500")));
            fields.push((Name::literal("l2mtu"), Value::from_static(b"1592")));
        }
        flag(fields, "running", state.running);
        if state.bridge.is_some() && matches!(menu, "/interface" | "/interface/ethernet") {
            flag(fields, "slave", true);
        }
        if matches!(menu, "/interface" | "/interface/ethernet") && context.counters {
            let (bytes, packets) = self.world.counters("/interface", row.id, self.uptime_ms());
            for (name, value) in [
                ("rx-byte", bytes),
                ("tx-byte", bytes / 2),
                ("rx-packet", packets),
                ("tx-packet", packets / 2),
            ] {
                fields.push((Name::literal(name), Value::from(value.to_string())));
            }
        }
    }

    fn resource_status(&self, fields: &mut Fields) {
        let version = format!("{} (stable)", self.settings.version);
        let uptime = crate::value::format_duration(self.uptime_ms() / 1000 * 1000);
        let values: [(&'static str, String); 15] = [
            ("uptime", uptime),
            ("version", version),
            ("build-time", "2026-01-01 00:00:00".to_owned()),
            ("free-memory", "805306368".to_owned()),
            ("total-memory", "1073741824".to_owned()),
            ("cpu", "QEMU".to_owned()),
            ("cpu-count", "1".to_owned()),
            ("cpu-frequency", "2000".to_owned()),
            ("cpu-load", "1".to_owned()),
            ("free-hdd-space", "67108864".to_owned()),
            ("total-hdd-space", "134217728".to_owned()),
            ("bad-blocks", "0".to_owned()),
            ("architecture-name", "x86_64".to_owned()),
            ("board-name", "CHR routeros-sim".to_owned()),
            ("platform", "MikroTik".to_owned()),
        ];
        fields.extend(
            values
                .into_iter()
                .map(|(name, value)| (Name::literal(name), Value::from(value))),
        );
    }
}
