//! The simulated router: commands and time in, answers out. It knows no socket and no clock.

mod access;
mod baseline;
mod combination;
mod connected;
mod container;
mod expiry;
mod fault;
mod fixture;
mod history;
mod interfaces;
mod listen;
mod log;
mod packet;
mod ping;
mod print;
mod query;
mod reboot;
mod reply;
mod request;
mod rest;
mod routes;
mod safe_mode;
mod scheduler;
mod script_value;
mod scripts;
mod session;
mod state;
mod status;
mod store;
#[cfg(test)]
mod tests;
mod validate;
mod world;
mod write;

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::Arc;

use routeros_commands::Version;

use crate::error::SimError;
use crate::menus;
use crate::provenance::Rule;
use crate::schema::{CommandInfo, Schema, Unknown, Verb};
use crate::value::{Name, Value, text};

pub(crate) use fault::{Fault, FaultKind};
pub(crate) use query::Query;
pub(crate) use reply::{Reply, Trap};
pub(crate) use request::Request;
pub(crate) use rest::{RestAnswer, RestRequest};
pub(crate) use session::Transport;
pub(crate) use world::World;

use access::Policies;
use history::History;
use log::CommandLog;
use safe_mode::SafeMode;
use scheduler::Schedule;
use scripts::Job;
use session::Session;
use store::{Row, RowRef, Store};

/// A connection, numbered from 1.
pub(crate) type ConnId = u64;

/// What the router is.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    pub(crate) version: Version,
    pub(crate) user: String,
    pub(crate) password: String,
    /// Answer a login without a password with a challenge, and refuse the plain one, as before 6.43.
    pub(crate) legacy_login: bool,
    /// How long safe mode outlives its lost connection, in milliseconds.
    pub(crate) safe_mode_timeout_ms: u64,
    /// Seed of everything random (keys, challenges).
    pub(crate) seed: u64,
}

/// What the transport is to do.
#[derive(Debug)]
pub(crate) enum Output {
    /// Send one sentence.
    Reply {
        conn: ConnId,
        tag: Option<Value>,
        reply: Reply,
    },
    /// End the connection once what was sent is out.
    Close { conn: ConnId },
    /// End the connection at once; answers that are still under way are lost.
    Cut { conn: ConnId },
}

/// Who a command is run for.
#[derive(Debug, Clone)]
pub(crate) struct Actor {
    pub(crate) conn: Option<ConnId>,
    pub(crate) user: String,
    pub(crate) policies: Policies,
    pub(crate) transport: Transport,
}

/// The simulated router.
#[derive(Debug)]
pub(crate) struct Engine {
    settings: Settings,
    schema: Schema,
    store: Store,
    sessions: BTreeMap<ConnId, Session>,
    safe_mode: Option<SafeMode>,
    history: History,
    fault: Option<Fault>,
    world: World,
    log: CommandLog,
    output: VecDeque<Output>,
    schedule: Schedule,
    jobs: Vec<Job>,
    /// When dynamic rows with a timeout go.
    expiries: HashMap<RowRef, u64>,
    /// How often scripts and scheduler entries ran.
    runs: HashMap<RowRef, u64>,
    /// The connection whose command is being run.
    asking: Option<ConnId>,
    random: u64,
    /// The router's clock, in milliseconds since 1970.
    now: u64,
    booted: u64,
}

impl Engine {
    /// A fresh router at the given time (milliseconds since 1970): ether1 to ether5, a bridge, an identity.
    pub(crate) fn new(settings: Settings, now: u64) -> Result<Self, SimError> {
        let mut engine = Self::bare(settings, now)?;
        engine.fresh_router();
        engine.settle();
        Ok(engine)
    }

    fn bare(settings: Settings, now: u64) -> Result<Self, SimError> {
        let schema = Schema::new(settings.version)?;
        let random = settings.seed | 1;
        let mut engine = Self {
            settings,
            schema,
            store: Store::default(),
            sessions: BTreeMap::new(),
            safe_mode: None,
            history: History::default(),
            fault: None,
            world: World::default(),
            log: CommandLog::default(),
            output: VecDeque::new(),
            schedule: Schedule::default(),
            jobs: Vec::new(),
            expiries: HashMap::new(),
            runs: HashMap::new(),
            asking: None,
            random,
            now,
            booted: now,
        };
        engine.baseline();
        Ok(engine)
    }

    /// Forgets what led to the present state, as after start.
    fn settle(&mut self) {
        self.sync_connected(true);
        self.store.journal.clear();
        self.store.touched.clear();
        self.arm_schedule();
    }

    /// What is to be sent, oldest first.
    pub(crate) fn take_output(&mut self) -> VecDeque<Output> {
        std::mem::take(&mut self.output)
    }

    /// Lets time pass: what is due happens.
    pub(crate) fn tick(&mut self, now: u64) {
        self.now = self.now.max(now);
        self.expire_safe_mode();
        self.resume_jobs();
        self.run_schedule();
        self.expire_rows();
        self.send_pings();
        self.tell_listeners();
    }

    /// What follows every command: listeners are told, the schedule is looked at anew.
    fn after_command(&mut self) {
        self.arm_schedule();
        self.tell_listeners();
    }

    /// When `tick` has something to do next.
    pub(crate) fn next_deadline(&self) -> Option<u64> {
        let deadlines = [
            self.safe_mode_deadline(),
            self.jobs_deadline(),
            self.schedule.deadline(),
            self.expiries.values().min().copied(),
            self.pings_deadline(),
        ];
        deadlines.into_iter().flatten().min()
    }

    /// Handles a command of a connection.
    pub(crate) fn handle(&mut self, conn: ConnId, request: &Request, now: u64) {
        self.tick(now);
        let Some(session) = self.sessions.get(&conn) else {
            return;
        };
        if session.hung {
            return;
        }
        self.log.record(conn, request);
        let tag = request.tag.clone();
        let replies = match request.path.as_str() {
            "/login" => self.login(conn, request),
            "/quit" => {
                self.quit(conn);
                return;
            }
            _ => match self.sessions.get(&conn).and_then(|session| session.actor(conn)) {
                None => {
                    self.reply(conn, tag, Reply::Fatal("not logged in"));
                    self.refuse_stranger(conn);
                    return;
                }
                Some(actor) => {
                    let verdict = self.judge_fault(&actor, request);
                    match verdict {
                        fault::Verdict::Go => self.answer(&actor, request),
                        fault::Verdict::Stop => return,
                        fault::Verdict::Instead(replies) => replies,
                        fault::Verdict::ThenClose => {
                            self.answer(&actor, request);
                            self.after_command();
                            self.output.push_back(Output::Cut { conn });
                            self.disconnect(conn, now);
                            return;
                        }
                    }
                }
            },
        };
        for reply in replies {
            self.reply(conn, tag.clone(), reply);
        }
        self.after_command();
    }

    fn reply(&mut self, conn: ConnId, tag: Option<Value>, reply: Reply) {
        self.output.push_back(Output::Reply { conn, tag, reply });
    }

    /// Runs a command and gives its whole answer, the final `!done` included; streams answer nothing yet.
    pub(crate) fn answer(&mut self, actor: &Actor, request: &Request) -> Vec<Reply> {
        match self.execute(actor, request) {
            Ok(replies) => replies,
            Err(trap) => vec![Reply::Trap(trap), Reply::Done(None)],
        }
    }

    /// Runs a command.
    pub(crate) fn execute(&mut self, actor: &Actor, request: &Request) -> Result<Vec<Reply>, Trap> {
        match request.path.as_str() {
            "/cancel" => return self.cancel(actor, request),
            "/undo" | "/redo" => return self.undo_or_redo(actor, &request.path),
            _ => {}
        }
        let info = self
            .schema
            .resolve(&request.path)
            .map_err(|unknown| match unknown {
                Unknown::Menu => Trap::missing(Rule::UnknownMenu, "no such command prefix"),
                Unknown::Verb => Trap::missing(Rule::UnknownVerb, "no such command"),
            })?;
        self.asking = actor.conn;
        self.check_parameters(&info, request)?;
        self.check_permission(actor, &info)?;
        if info.verb.writes() {
            return self.write(actor, &info, request);
        }
        match &info.verb {
            Verb::Print => self.print(actor, &info, request),
            Verb::Listen => self.listen(actor, &info, request),
            Verb::Get => self.get(actor, &info, request),
            Verb::Other(verb) => self.other(actor, &info, verb, request),
            _ => Err(not_simulated(&request.path)),
        }
    }

    fn other(
        &mut self,
        actor: &Actor,
        info: &CommandInfo,
        verb: &str,
        request: &Request,
    ) -> Result<Vec<Reply>, Trap> {
        match (&*info.menu, verb) {
            ("/safe-mode", _) => self.safe_mode_command(actor, verb, request),
            ("/system", "reboot") => {
                self.reboot();
                Ok(vec![Reply::Done(None)])
            }
            ("/container", "start" | "stop") => self.turn_container(verb, request),
            ("/" | "/tool", "ping") => self.ping(actor, request),
            ("/system/script", "run") => self.run_named_script(actor, request),
            _ => Err(not_simulated(&request.path)),
        }
    }

    /// Refuses arguments that the verb does not have.
    fn check_parameters(&self, info: &CommandInfo, request: &Request) -> Result<(), Trap> {
        for (name, _) in &request.attributes {
            if info.parameters.contains_key(name) {
                continue;
            }
            let dotted = match name.as_str() {
                ".id" => !matches!(info.verb, Verb::Add | Verb::Listen),
                ".proplist" => true,
                "numbers" | "number" => {
                    info.parameters.contains_key("numbers") || info.parameters.contains_key("number")
                }
                "proplist" => matches!(info.verb, Verb::Print | Verb::Listen),
                _ => false,
            };
            if !dotted {
                return Err(Trap::general(
                    Rule::UnknownParameter,
                    format!("unknown parameter {name}"),
                ));
            }
        }
        Ok(())
    }

    /// The table of a menu, made when it is first used.
    pub(crate) fn table(&mut self, path: &str) -> usize {
        if let Some(index) = self.store.table_index(path) {
            return index;
        }
        let spec = menus::spec(path);
        let singleton = self.schema.is_singleton(path);
        let defaults: Vec<(Name, Value)> = spec
            .map(|spec| spec.defaults)
            .unwrap_or_default()
            .iter()
            .filter(|(name, _)| self.schema.has_property(path, name))
            .map(|(name, value)| (Name::literal(name), Value::from_static(value.as_bytes())))
            .collect();
        let table = self.store.create_table(path, spec, singleton, defaults.clone());
        if singleton {
            let id = self.store.allocate(table);
            self.insert_quietly(
                table,
                Row {
                    id,
                    dynamic: false,
                    origin: None,
                    fields: defaults,
                },
            );
        }
        table
    }

    /// Inserts a row that neither history nor safe mode knows.
    fn insert_quietly(&mut self, table: usize, row: Row) {
        self.store.insert(table, row, None);
        self.store.journal.pop();
    }

    /// The row of that name in a menu, `/interface` standing for every kind of interface.
    pub(crate) fn row_named(&self, menu: &str, name: &str) -> Option<RowRef> {
        if menu == "/interface" {
            return self
                .interface_tables()
                .find_map(|table| self.row_in_table(table, name));
        }
        self.row_in_table(self.store.table_index(menu)?, name)
    }

    fn row_in_table(&self, table: usize, name: &str) -> Option<RowRef> {
        let entry = self.store.table(table)?;
        // Unique names are indexed; other menus are searched.
        let named = [(Name::literal("name"), Value::copy_from_slice(name.as_bytes()))].to_vec();
        if entry
            .menu
            .spec
            .and_then(|spec| spec.unique)
            .is_some_and(|unique| unique.fields == ["name"])
        {
            let id = self.store.holder_of(table, &named)?;
            return entry.get(id).map(|row| RowRef { table, id: row.id });
        }
        let mut found = entry.rows().filter(|row| text(&row.fields, "name") == name);
        let first = found.next()?;
        found.next().is_none().then_some(RowRef { table, id: first.id })
    }

    /// Who runs the present command.
    fn asking_user(&self) -> String {
        self.asking
            .and_then(|conn| self.sessions.get(&conn))
            .and_then(|session| session.user.as_ref())
            .map_or_else(|| self.settings.user.clone(), |(user, _)| user.clone())
    }

    /// A version feature.
    pub(crate) fn since(&self, major: u16, minor: u16) -> bool {
        self.settings.version >= Version::new(major, minor, 0)
    }

    /// Random bits; the same seed gives the same router.
    fn random_bits(&mut self) -> u64 {
        // SplitMix64: the state advances by a constant, the output is mixed.
        self.random = self.random.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.random;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub(crate) fn uptime_ms(&self) -> u64 {
        self.now.saturating_sub(self.booted)
    }

    pub(crate) fn row(&self, at: RowRef) -> Option<&Arc<Row>> {
        self.store.row(at)
    }
}

pub(crate) fn not_simulated(path: &str) -> Trap {
    Trap::general(Rule::NotSimulated, format!("failure: {path} is not simulated"))
}
