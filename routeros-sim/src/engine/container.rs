//! Containers: nothing runs, but what is started says that it does.

use crate::provenance::Rule;
use crate::value::{Name, Value};

use super::reply::{Reply, Trap};
use super::{Engine, Request};

impl Engine {
    /// `/container/start` and `/container/stop`.
    pub(super) fn turn_container(&mut self, verb: &str, request: &Request) -> Result<Vec<Reply>, Trap> {
        let _rule = Rule::ContainerStatus;
        let table = self.table("/container");
        let status: &[u8] = if verb == "start" { b"running" } else { b"stopped" };
        for at in self.addressed(table, request)? {
            // Running is no configuration: neither history nor safe mode knows it.
            let mark = self.store.journal.len();
            self.store
                .set_field(at, Name::literal("status"), Value::copy_from_slice(status));
            self.store.journal.truncate(mark);
        }
        Ok(vec![Reply::Done(None)])
    }
}
