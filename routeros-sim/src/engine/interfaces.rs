//! Interfaces of every kind, as one set.

use std::collections::HashMap;

use x25519_dalek::{PublicKey, StaticSecret};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

use crate::provenance::Rule;
use crate::value::{Fields, Name, Prefix, Value, field, is_true, put, text};

use super::Engine;
use super::store::{Row, RowRef};

/// What an interface is at this moment.
#[derive(Debug, Clone)]
pub(crate) struct InterfaceState {
    pub(crate) at: RowRef,
    pub(crate) kind: &'static str,
    pub(crate) running: bool,
    pub(crate) disabled: bool,
    /// The bridge it is a port of.
    pub(crate) bridge: Option<String>,
    /// The interface it is built on.
    pub(crate) parent: Option<String>,
    pub(crate) mac: String,
}

impl Engine {
    /// The menus that hold interfaces.
    pub(crate) fn interface_tables(&self) -> impl Iterator<Item = usize> + '_ {
        self.store
            .tables()
            .filter(|(_, table)| table.menu.spec.is_some_and(|spec| spec.interface_type.is_some()))
            .map(|(index, _)| index)
    }

    /// Every interface by name.
    pub(crate) fn interface_states(&self) -> HashMap<String, InterfaceState> {
        let ports: HashMap<&str, &str> = self
            .store
            .rows_of("/interface/bridge/port")
            .filter(|row| !is_true(&row.fields, "disabled"))
            .map(|row| (text(&row.fields, "interface"), text(&row.fields, "bridge")))
            .collect();
        let mut states: HashMap<String, InterfaceState> = HashMap::new();
        for table in self.interface_tables() {
            let Some(entry) = self.store.table(table) else {
                continue;
            };
            let kind = entry.menu.spec.and_then(|spec| spec.interface_type).unwrap_or("");
            for row in entry.rows() {
                let name = text(&row.fields, "name");
                let disabled = is_true(&row.fields, "disabled");
                let parent = Some(text(&row.fields, "interface"))
                    .filter(|parent| !parent.is_empty())
                    .map(str::to_owned);
                states.insert(
                    name.to_owned(),
                    InterfaceState {
                        at: RowRef { table, id: row.id },
                        kind,
                        running: !disabled && !self.world.link_down(name),
                        disabled,
                        bridge: ports.get(name).map(|bridge| (*bridge).to_owned()),
                        parent,
                        mac: mac_of(row),
                    },
                );
            }
        }
        // What is built on an interface runs while that one runs; chains of them are short.
        for _ in 0..8 {
            let down: Vec<String> = states
                .iter()
                .filter(|(_, state)| state.running)
                .filter(|(_, state)| {
                    state
                        .parent
                        .as_ref()
                        .is_some_and(|parent| states.get(parent).is_none_or(|p| !p.running))
                })
                .map(|(name, _)| name.clone())
                .collect();
            if down.is_empty() {
                break;
            }
            for name in down {
                if let Some(state) = states.get_mut(&name) {
                    state.running = false;
                }
            }
        }
        let macs: Vec<(String, String)> = states
            .iter()
            .filter(|(_, state)| state.mac.is_empty())
            .filter_map(|(name, state)| {
                let mut parent = state.parent.clone()?;
                for _ in 0..8 {
                    let above = states.get(&parent)?;
                    if !above.mac.is_empty() {
                        return Some((name.clone(), above.mac.clone()));
                    }
                    parent = above.parent.clone()?;
                }
                None
            })
            .collect();
        for (name, mac) in macs {
            if let Some(state) = states.get_mut(&name) {
                state.mac = mac;
            }
        }
        states
    }

    /// Fills in properties that the router computes when a row is made.
    pub(super) fn derive_properties(&mut self, _table: usize, path: &str, fields: &mut Fields) {
        match path {
            "/interface/wireguard" => {
                if text(fields, "private-key").is_empty() {
                    let mut key = [0_u8; 32];
                    for chunk in key.chunks_mut(8) {
                        let bits = self.random_bits().to_be_bytes();
                        for (slot, byte) in chunk.iter_mut().zip(bits) {
                            *slot = byte;
                        }
                    }
                    let secret = StaticSecret::from(key);
                    put(
                        fields,
                        Name::literal("private-key"),
                        Value::from(BASE64.encode(secret.to_bytes())),
                    );
                }
                put_public_key(fields);
            }
            "/ip/address" => put_network(fields),
            "/interface/ethernet" | "/interface/bridge" | "/interface/veth"
                if text(fields, "mac-address").is_empty() =>
            {
                let bits = self.random_bits();
                let mac = format!(
                    "02:{:02X}:{:02X}:{:02X}:{:02X}:{:02X}",
                    bits as u8,
                    (bits >> 8) as u8,
                    (bits >> 16) as u8,
                    (bits >> 24) as u8,
                    (bits >> 32) as u8
                );
                if !text(fields, "admin-mac").is_empty() {
                    let admin = text(fields, "admin-mac").to_owned();
                    put(fields, Name::literal("mac-address"), Value::from(admin));
                } else {
                    put(fields, Name::literal("mac-address"), Value::from(mac));
                }
            }
            "/container" if text(fields, "status").is_empty() => {
                put(fields, Name::literal("status"), Value::from_static(b"stopped"));
            }
            "/system/scheduler" => self.schedule_defaults(fields),
            "/system/script" if text(fields, "owner").is_empty() => {
                let owner = self.asking_user();
                put(fields, Name::literal("owner"), Value::from(owner));
            }
            _ => {}
        }
    }

    /// The same after a change.
    pub(super) fn rederive(&mut self, path: &str, before: &Row, fields: &mut Fields) {
        let changed = |name: &str| field(&before.fields, name) != field(fields, name);
        match path {
            "/interface/wireguard" if changed("private-key") => put_public_key(fields),
            "/ip/address" if changed("address") && !changed("network") => {
                crate::value::take(fields, "network");
                put_network(fields);
            }
            _ => {}
        }
    }
}

fn put_network(fields: &mut Fields) {
    if text(fields, "network").is_empty()
        && let Some(prefix) = Prefix::parse(text(fields, "address"))
    {
        put(
            fields,
            Name::literal("network"),
            Value::from(prefix.network().to_string()),
        );
    }
}

fn put_public_key(fields: &mut Fields) {
    let _rule = Rule::WireguardKeys;
    let bytes = BASE64.decode(text(fields, "private-key")).unwrap_or_default();
    if let Ok(key) = <[u8; 32]>::try_from(bytes) {
        let public = PublicKey::from(&StaticSecret::from(key));
        put(
            fields,
            Name::literal("public-key"),
            Value::from(BASE64.encode(public.as_bytes())),
        );
    }
}

fn mac_of(row: &Row) -> String {
    text(&row.fields, "mac-address").to_owned()
}
