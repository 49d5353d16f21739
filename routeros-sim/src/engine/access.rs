//! Users, groups and what they may do.

use crate::provenance::Rule;
use crate::schema::{CommandInfo, Verb};
use crate::value::{Prefix, is_true, text};

use super::reply::Trap;
use super::{Actor, Engine, Transport};

/// The policies of a group, one bit each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Policies(u32);

/// The policies the simulator acts on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Policy {
    Read,
    Write,
    ManageUsers,
    Test,
    Reboot,
    Sensitive,
    Api,
    RestApi,
}

impl Policy {
    const ALL: [(&'static str, Self); 8] = [
        ("read", Self::Read),
        ("write", Self::Write),
        ("policy", Self::ManageUsers),
        ("test", Self::Test),
        ("reboot", Self::Reboot),
        ("sensitive", Self::Sensitive),
        ("api", Self::Api),
        ("rest-api", Self::RestApi),
    ];

    const fn bit(self) -> u32 {
        1 << self as u32
    }
}

impl Policies {
    /// Reads `read,write,!ftp`.
    pub(crate) fn parse(text: &str) -> Self {
        let bits = text
            .split(',')
            .filter_map(|word| Policy::ALL.iter().find(|(name, _)| *name == word.trim()))
            .fold(0, |bits, (_, policy)| bits | policy.bit());
        Self(bits)
    }

    pub(crate) fn has(self, policy: Policy) -> bool {
        self.0 & policy.bit() != 0
    }
}

pub(crate) fn not_permitted() -> Trap {
    Trap::general(Rule::NotPermitted, "not enough permissions (9)")
}

impl Engine {
    /// The policies of a user who may log in with this password from there.
    pub(crate) fn authenticate(
        &self,
        user: &str,
        transport: Transport,
        from: Option<std::net::IpAddr>,
        proves: impl Fn(&str) -> bool,
    ) -> Option<Policies> {
        let row = self
            .store
            .rows_of("/user")
            .find(|row| text(&row.fields, "name") == user)?;
        if is_true(&row.fields, "disabled") || !proves(text(&row.fields, "password")) {
            return None;
        }
        let allowed = text(&row.fields, "address");
        if let (false, Some(from)) = (allowed.is_empty(), from) {
            let inside = allowed
                .split(',')
                .any(|net| Prefix::parse(net).is_some_and(|net| net.contains(from)));
            if !inside {
                return None;
            }
        }
        let group = text(&row.fields, "group");
        let policies = self
            .store
            .rows_of("/user/group")
            .find(|row| text(&row.fields, "name") == group)
            .map(|row| Policies::parse(text(&row.fields, "policy")))
            .unwrap_or_default();
        let needed = if transport == Transport::Rest {
            Policy::RestApi
        } else {
            Policy::Api
        };
        policies.has(needed).then_some(policies)
    }

    /// Refuses what the user's group does not allow.
    pub(crate) fn check_permission(&self, actor: &Actor, info: &CommandInfo) -> Result<(), Trap> {
        let needed = match &info.verb {
            Verb::Print | Verb::Get | Verb::Listen => Policy::Read,
            Verb::Other(verb) => match (&*info.menu, verb.as_str()) {
                ("/system", "reboot" | "shutdown") => Policy::Reboot,
                (_, "ping") | ("/tool", _) => Policy::Test,
                _ => Policy::Write,
            },
            _ if info.menu.starts_with("/user") => Policy::ManageUsers,
            _ => Policy::Write,
        };
        if actor.policies.has(needed) {
            Ok(())
        } else {
            Err(not_permitted())
        }
    }
}
