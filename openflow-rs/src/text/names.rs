use crate::wire::Port;
use std::collections::BTreeMap;

/// Names of ports and tables, for texts that use them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    ports: BTreeMap<String, Port>,
    port_names: BTreeMap<Port, String>,
    tables: BTreeMap<String, u8>,
    table_names: BTreeMap<u8, String>,
}

impl Names {
    /// No names.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the name of a port.
    pub fn add_port(&mut self, name: &str, port: Port) {
        self.ports.insert(name.into(), port);
        self.port_names.insert(port, name.into());
    }

    /// Adds the name of a table.
    pub fn add_table(&mut self, name: &str, table: u8) {
        self.tables.insert(name.into(), table);
        self.table_names.insert(table, name.into());
    }

    /// The port of that name.
    #[must_use]
    pub fn port(&self, name: &str) -> Option<Port> {
        self.ports.get(name).copied()
    }

    /// The table of that name.
    #[must_use]
    pub fn table(&self, name: &str) -> Option<u8> {
        self.tables.get(name).copied()
    }

    /// The name of that port.
    #[must_use]
    pub fn port_name(&self, port: Port) -> Option<&str> {
        self.port_names.get(&port).map(String::as_str)
    }

    /// The name of that table.
    #[must_use]
    pub fn table_name(&self, table: u8) -> Option<&str> {
        self.table_names.get(&table).map(String::as_str)
    }
}
