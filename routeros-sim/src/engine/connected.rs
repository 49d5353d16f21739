//! Connected routes: dynamic rows that follow addresses.

use crate::provenance::Rule;
use crate::value::{Fields, Name, Prefix, Value, is_true, text};

use super::Engine;
use super::store::{Row, RowRef};

impl Engine {
    /// Makes the connected routes what the addresses say. `all` looks at every address, otherwise at those whose
    /// address or interface was touched.
    pub(super) fn sync_connected(&mut self, all: bool) {
        for (addresses, routes) in [("/ip/address", "/ip/route"), ("/ipv6/address", "/ipv6/route")] {
            let Some(table) = self.store.table_index(addresses) else {
                continue;
            };
            let interface_touched = all
                || self.store.touched.iter().any(|at| {
                    self.store
                        .table(at.table)
                        .and_then(|entry| entry.menu.spec)
                        .is_some_and(|spec| spec.interface_type.is_some() || spec.path == "/ip/vrf")
                });
            let concerned: Vec<RowRef> = if interface_touched {
                let known = self.store.table(table).into_iter().flat_map(|entry| entry.rows());
                let gone = self.store.touched.iter().copied().filter(|at| at.table == table);
                known
                    .map(|row| RowRef { table, id: row.id })
                    .chain(gone)
                    .collect()
            } else {
                self.store
                    .touched
                    .iter()
                    .copied()
                    .filter(|at| at.table == table)
                    .collect()
            };
            if !concerned.is_empty() {
                self.follow_addresses(&concerned, routes);
            }
        }
    }

    fn follow_addresses(&mut self, concerned: &[RowRef], routes: &str) {
        let _rule = Rule::ConnectedRoute;
        let route_table = self.table(routes);
        for at in concerned {
            let wanted = self.row(*at).and_then(|row| self.connected_route(row));
            let existing = self.store.table(route_table).and_then(|entry| {
                entry
                    .rows()
                    .find(|row| row.origin == Some(*at))
                    .map(|row| RowRef {
                        table: route_table,
                        id: row.id,
                    })
            });
            match (existing, wanted) {
                (None, None) => {}
                (Some(route), None) => {
                    self.store.remove(route);
                }
                (Some(route), Some(fields)) => self.store.replace(route, fields),
                (None, Some(fields)) => {
                    let known = self.store.rows_of(routes).any(|row| {
                        row.dynamic
                            && row.origin.is_none()
                            && text(&row.fields, "dst-address") == text(&fields, "dst-address")
                            && text(&row.fields, "gateway") == text(&fields, "gateway")
                    });
                    if !known {
                        let id = self.store.allocate(route_table);
                        self.store.insert(
                            route_table,
                            Row {
                                id,
                                dynamic: true,
                                origin: Some(*at),
                                fields,
                            },
                            None,
                        );
                    }
                }
            }
        }
    }

    fn connected_route(&self, address: &Row) -> Option<Fields> {
        let interface = text(&address.fields, "interface");
        if is_true(&address.fields, "disabled") || self.row_named("/interface", interface).is_none() {
            return None;
        }
        let mut prefix = Prefix::parse(text(&address.fields, "address"))?;
        let local = prefix.address;
        let network = text(&address.fields, "network");
        if let (true, Ok(peer)) = (prefix.is_host(), network.parse()) {
            // A point-to-point address: the route is to the peer.
            prefix.address = peer;
        }
        let bridge = interface.to_owned();
        let value = |text: String| Value::from(text);
        let table = self.vrf_of(interface).unwrap_or_else(|| "main".to_owned());
        Some(vec![
            (Name::literal("dst-address"), value(prefix.masked())),
            (Name::literal("routing-table"), value(table)),
            (Name::literal("gateway"), value(bridge.clone())),
            (Name::literal("immediate-gw"), value(bridge.clone())),
            (Name::literal("distance"), Value::from_static(b"0")),
            (Name::literal("scope"), Value::from_static(b"10")),
            (Name::literal("target-scope"), Value::from_static(b"5")),
            (Name::literal("local-address"), value(format!("{local}%{bridge}"))),
            (Name::literal("vrf-interface"), value(bridge)),
            (Name::literal("connect"), Value::from_static(b"true")),
        ])
    }

    /// The VRF an interface belongs to.
    pub(super) fn vrf_of(&self, interface: &str) -> Option<String> {
        self.store
            .rows_of("/ip/vrf")
            .filter(|row| !is_true(&row.fields, "disabled"))
            .find(|row| {
                text(&row.fields, "interfaces")
                    .split(',')
                    .any(|name| name == interface)
            })
            .map(|row| text(&row.fields, "name").to_owned())
    }
}
