//! The fresh router.

use crate::menus;
use crate::value::{Fields, Name, Value, put};

use super::Engine;
use super::store::Row;

impl Engine {
    /// What every router has: users, groups, services, the main table, its records.
    pub(super) fn baseline(&mut self) {
        for spec in menus::all() {
            if self.schema.has_menu(spec.path) {
                self.table(spec.path);
            }
        }
        let all = system_policies();
        self.make("/user/group", &[("name", "read"), ("policy", "local,telnet,ssh,reboot,read,test,winbox,password,web,sniff,sensitive,api,romon,rest-api,!ftp,!write,!policy")], false);
        self.make("/user/group", &[("name", "write"), ("policy", "local,telnet,ssh,reboot,read,write,test,winbox,password,web,sniff,sensitive,api,romon,rest-api,!ftp,!policy")], false);
        self.make("/user/group", &[("name", "full"), ("policy", all)], false);
        let (user, password) = (self.settings.user.clone(), self.settings.password.clone());
        self.make(
            "/user",
            &[("name", &user), ("group", "full"), ("password", &password)],
            false,
        );
        self.make("/routing/table", &[("name", "main"), ("fib", "")], true);
        for (name, port) in [
            ("telnet", "23"),
            ("ftp", "21"),
            ("www", "80"),
            ("ssh", "22"),
            ("www-ssl", "443"),
            ("api", "8728"),
            ("winbox", "8291"),
            ("api-ssl", "8729"),
        ] {
            self.make("/ip/service", &[("name", name), ("port", port)], false);
        }
        for name in ["all", "none", "dynamic", "static"] {
            self.make("/interface/list", &[("name", name)], true);
        }
        let version = self.settings.version.to_string();
        for name in ["routeros", "container"] {
            self.make(
                "/system/package",
                &[("name", name), ("version", &version), ("disabled", "false")],
                false,
            );
        }
    }

    /// What a router without a fixture has besides.
    pub(super) fn fresh_router(&mut self) {
        for number in 1..=5 {
            let name = format!("ether{number}");
            self.make(
                "/interface/ethernet",
                &[("default-name", &name), ("name", &name)],
                false,
            );
        }
        self.make("/interface/bridge", &[("name", "bridge")], false);
    }

    /// Makes a row of a menu of this version.
    pub(super) fn make(&mut self, path: &str, properties: &[(&str, &str)], dynamic: bool) {
        if !self.schema.has_menu(path) {
            return;
        }
        let table = self.table(path);
        let mut fields: Fields = self
            .store
            .table(table)
            .map(|t| t.menu.defaults.clone())
            .unwrap_or_default();
        for (name, value) in properties.iter().rev() {
            match crate::value::field(&fields, name) {
                Some(_) => put(
                    &mut fields,
                    Name::from(*name),
                    Value::copy_from_slice(value.as_bytes()),
                ),
                None => fields.insert(0, (Name::from(*name), Value::copy_from_slice(value.as_bytes()))),
            }
        }
        self.complete(table, menus::spec(path), &mut fields);
        let id = self.store.allocate(table);
        self.insert_quietly(
            table,
            Row {
                id,
                dynamic,
                origin: None,
                fields,
            },
        );
    }
}

fn system_policies() -> &'static str {
    menus::ALL_POLICIES
}
