//! `listen`, `print follow`: changes as they happen.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::provenance::Rule;
use crate::schema::CommandInfo;
use crate::value::{Fields, Name, Value, boolean};

use super::print::Selection;
use super::reply::{Reply, Trap};
use super::store::RowRef;
use super::{Actor, ConnId, Engine, Output, Request};

/// How many streams one connection may have.
const MAX_STREAMS: usize = 256;

/// A command that keeps answering.
#[derive(Debug)]
pub(crate) struct Stream {
    pub(crate) tag: Option<Value>,
    selection: Selection,
    /// What was last seen of each row.
    seen: HashMap<RowRef, u64>,
}

fn digest(fields: &Fields) -> u64 {
    let mut hasher = DefaultHasher::new();
    for (name, value) in fields {
        name.as_str().hash(&mut hasher);
        value.hash(&mut hasher);
    }
    hasher.finish()
}

/// Properties that change by themselves, of which listeners are not told.
const COUNTERS: &[&str] = &[
    "bytes",
    "packets",
    "rx-byte",
    "tx-byte",
    "rx-packet",
    "tx-packet",
    "uptime",
    "next-run",
];

fn without_counters(fields: &Fields) -> Fields {
    fields
        .iter()
        .filter(|(name, _)| !COUNTERS.contains(&name.as_str()))
        .cloned()
        .collect()
}

impl Engine {
    pub(super) fn listen(
        &mut self,
        actor: &Actor,
        info: &CommandInfo,
        request: &Request,
    ) -> Result<Vec<Reply>, Trap> {
        let selection = self.selection(actor, info, request)?;
        self.start_listening(actor, request, selection);
        Ok(Vec::new())
    }

    pub(super) fn start_listening(&mut self, actor: &Actor, request: &Request, selection: Selection) {
        // What came before is no news.
        self.tell_listeners();
        let seen = self
            .select(&selection)
            .iter()
            .map(|(at, fields)| (*at, digest(&without_counters(fields))))
            .collect();
        let Some(session) = actor.conn.and_then(|conn| self.sessions.get_mut(&conn)) else {
            return;
        };
        if session.streams.len() < MAX_STREAMS {
            session.streams.push(Stream {
                tag: request.tag.clone(),
                selection,
                seen,
            });
        }
    }

    /// Tells every listener what changed since it was last told.
    pub(super) fn tell_listeners(&mut self) {
        if self.store.touched.is_empty() {
            return;
        }
        let touched = std::mem::take(&mut self.store.touched);
        if self.sessions.values().all(|session| session.streams.is_empty()) {
            return;
        }
        let paths: Vec<String> = touched
            .iter()
            .filter_map(|at| {
                self.store
                    .table(at.table)
                    .map(|table| table.menu.path.to_string())
            })
            .collect();
        let interfaces = touched.iter().any(|at| {
            self.store
                .table(at.table)
                .and_then(|t| t.menu.spec)
                .is_some_and(|spec| spec.interface_type.is_some())
        });
        self.tell(|menu| paths.iter().any(|path| path == menu) || (interfaces && concerns_interfaces(menu)));
    }

    /// Looks at every listened menu anew: the world changed.
    pub(super) fn tell_everything(&mut self) {
        self.store.touched.clear();
        self.tell(|_| true);
    }

    fn tell(&mut self, concerned: impl Fn(&str) -> bool) {
        let conns: Vec<ConnId> = self
            .sessions
            .iter()
            .filter(|(_, session)| !session.streams.is_empty())
            .map(|(conn, _)| *conn)
            .collect();
        for conn in conns {
            let Some(session) = self.sessions.get_mut(&conn) else {
                continue;
            };
            let hung = session.hung;
            let mut streams = std::mem::take(&mut session.streams);
            for stream in &mut streams {
                if !hung && concerned(&stream.selection.menu) {
                    self.tell_one(conn, stream);
                }
            }
            if let Some(session) = self.sessions.get_mut(&conn) {
                session.streams = streams;
            }
        }
    }

    fn tell_one(&mut self, conn: ConnId, stream: &mut Stream) {
        let rows = self.select(&stream.selection);
        let mut present: HashMap<RowRef, u64> = HashMap::with_capacity(rows.len());
        for (at, mut fields) in rows {
            let digest = digest(&without_counters(&fields));
            present.insert(at, digest);
            if stream.seen.get(&at) != Some(&digest) {
                stream.selection.proplist.apply(&mut fields);
                self.output.push_back(Output::Reply {
                    conn,
                    tag: stream.tag.clone(),
                    reply: Reply::Row(fields),
                });
            }
        }
        let mut gone: Vec<RowRef> = stream
            .seen
            .keys()
            .filter(|at| !present.contains_key(at))
            .copied()
            .collect();
        gone.sort();
        for at in gone {
            let _rule = Rule::ListenDead;
            let fields = vec![
                (Name::literal(".id"), Value::from(format!("*{:X}", at.id))),
                (Name::literal(".dead"), boolean(true)),
            ];
            self.output.push_back(Output::Reply {
                conn,
                tag: stream.tag.clone(),
                reply: Reply::Row(fields),
            });
        }
        stream.seen = present;
    }
}

/// Menus whose rows show the state of interfaces.
fn concerns_interfaces(menu: &str) -> bool {
    menu.starts_with("/interface")
        || matches!(
            menu,
            "/ip/address" | "/ip/route" | "/ipv6/address" | "/ipv6/route"
        )
}
