//! Running scripts: jobs that the scheduler or `/system/script/run` starts.
//!
//! A job is a stack of frames, so that `:delay` can suspend it anywhere and the clock resumes it.

use std::collections::HashMap;

use crate::menus::{self, Kind};
use crate::provenance::Rule;
use crate::script::{self, Argument, Block, Command, Condition, Expression, Piece, Statement};
use crate::value::{Fields, Name, Value as Bytes, as_text, parse_duration, text};

use super::access::Policies;
use super::print::{Proplist, Selection};
use super::query::Query;
use super::reply::Reply;
use super::script_value::{Value, combine, short};
use super::session::Transport;
use super::store::{Row, RowRef};
use super::{Actor, Engine, Request};

/// Statements a job may run between two delays.
const MAX_STEPS: usize = 100_000;

/// Jobs at once.
const MAX_JOBS: usize = 64;

/// Lines `/log` keeps.
const LOG_LINES: usize = 1000;

#[derive(Debug)]
enum FrameKind {
    Plain,
    /// Its end is the beginning of the next round.
    Loop {
        name: String,
        rest: std::vec::IntoIter<Value>,
    },
    /// An error inside ends here.
    Guard {
        handler: Option<Block>,
    },
}

#[derive(Debug)]
struct Frame {
    block: Block,
    next: usize,
    kind: FrameKind,
}

/// A script that is running, or waiting for its delay to end.
#[derive(Debug)]
pub(crate) struct Job {
    what: String,
    actor: Actor,
    frames: Vec<Frame>,
    variables: HashMap<String, Value>,
    wakes: u64,
}

enum Step {
    Ran,
    Delay(u64),
}

impl Engine {
    /// Starts a script; what is wrong with it is logged, and said.
    pub(super) fn run_script(
        &mut self,
        what: &str,
        source: &str,
        user: &str,
        policy: &str,
    ) -> Result<(), String> {
        if self.jobs.len() >= MAX_JOBS {
            return self.script_failed(what, "too many jobs");
        }
        let parsed = {
            let schema = &self.schema;
            script::parse(source, &|path| schema.has_menu(path))
        };
        let block = match parsed {
            Ok(block) => block,
            Err(problem) => return self.script_failed(what, &problem),
        };
        let actor = Actor {
            conn: None,
            user: user.to_owned(),
            policies: Policies::parse(policy),
            transport: Transport::Script,
        };
        let job = Job {
            what: what.to_owned(),
            actor,
            frames: vec![Frame {
                block,
                next: 0,
                kind: FrameKind::Plain,
            }],
            variables: HashMap::new(),
            wakes: self.now,
        };
        self.resume(job)
    }

    /// Runs a script with every right; says whether it went well.
    pub(crate) fn try_script(&mut self, source: &str) -> bool {
        self.run_script("a test", source, "admin", menus::ALL_POLICIES)
            .is_ok()
    }

    fn script_failed(&mut self, what: &str, problem: &str) -> Result<(), String> {
        let _rule = Rule::ScriptError;
        self.log_line(
            "script,error",
            &format!("executing script from {what} failed, please check it manually: {problem}"),
        );
        Err(problem.to_owned())
    }

    /// Runs a job to its end or its next delay.
    fn resume(&mut self, mut job: Job) -> Result<(), String> {
        for _ in 0..MAX_STEPS {
            let Some(frame) = job.frames.last_mut() else {
                return Ok(());
            };
            let Some(statement) = frame.block.get(frame.next).cloned() else {
                let next_round = match &mut frame.kind {
                    FrameKind::Loop { name, rest } => rest.next().map(|value| (name.clone(), value)),
                    _ => None,
                };
                match next_round {
                    Some((name, value)) => {
                        frame.next = 0;
                        job.variables.insert(name, value);
                    }
                    None => {
                        job.frames.pop();
                    }
                }
                continue;
            };
            frame.next += 1;
            match self.step(&mut job, &statement) {
                Ok(Step::Ran) => {}
                Ok(Step::Delay(millis)) => {
                    job.wakes = self.now.saturating_add(millis);
                    self.jobs.push(job);
                    return Ok(());
                }
                Err(problem) => {
                    let guard = job
                        .frames
                        .iter()
                        .rposition(|frame| matches!(frame.kind, FrameKind::Guard { .. }));
                    let Some(guard) = guard else {
                        return self.script_failed(&job.what.clone(), &problem);
                    };
                    let handler = job
                        .frames
                        .drain(guard..)
                        .next()
                        .and_then(|frame| match frame.kind {
                            FrameKind::Guard { handler } => handler,
                            _ => None,
                        });
                    if let Some(block) = handler {
                        job.frames.push(Frame {
                            block,
                            next: 0,
                            kind: FrameKind::Plain,
                        });
                    }
                }
            }
        }
        self.script_failed(&job.what.clone(), "the script does not end")
    }

    /// Resumes the jobs whose delay is over.
    pub(super) fn resume_jobs(&mut self) {
        while let Some(index) = self.jobs.iter().position(|job| job.wakes <= self.now) {
            let job = self.jobs.remove(index);
            // The failure is in the log.
            let _ = self.resume(job);
        }
    }

    pub(super) fn jobs_deadline(&self) -> Option<u64> {
        self.jobs.iter().map(|job| job.wakes).min()
    }

    fn step(&mut self, job: &mut Job, statement: &Statement) -> Result<Step, String> {
        let enter = |job: &mut Job, block: &Block, kind: FrameKind| {
            job.frames.push(Frame {
                block: block.clone(),
                next: 0,
                kind,
            });
        };
        match statement {
            Statement::Block(block) => enter(job, block, FrameKind::Plain),
            Statement::Declare { name, value } => {
                let value = match value {
                    Some(value) => self.evaluate(job, value)?,
                    None => Value::Nothing,
                };
                job.variables.insert(name.clone(), value);
            }
            Statement::Assign { name, value } => {
                let value = self.evaluate(job, value)?;
                job.variables.insert(name.clone(), value);
            }
            Statement::If {
                condition,
                then,
                otherwise,
            } => {
                let chosen = self
                    .evaluate(job, condition)?
                    .truth()
                    .ok_or("conditional not boolean")?;
                match (chosen, otherwise) {
                    (true, _) => enter(job, then, FrameKind::Plain),
                    (false, Some(otherwise)) => enter(job, otherwise, FrameKind::Plain),
                    (false, None) => {}
                }
            }
            Statement::ForEach { name, list, body } => {
                let values = match self.evaluate(job, list)? {
                    Value::List(values) => values,
                    Value::Nothing => Vec::new(),
                    one => vec![one],
                };
                let mut rest = values.into_iter();
                if let Some(first) = rest.next() {
                    job.variables.insert(name.clone(), first);
                    enter(
                        job,
                        body,
                        FrameKind::Loop {
                            name: name.clone(),
                            rest,
                        },
                    );
                }
            }
            Statement::Do { body, on_error } => {
                let kind = match on_error {
                    Some(handler) => FrameKind::Guard {
                        handler: Some(handler.clone()),
                    },
                    None => FrameKind::Plain,
                };
                enter(job, body, kind);
            }
            Statement::Delay(time) => {
                let time = self.evaluate(job, time)?.text();
                return Ok(Step::Delay(
                    parse_duration(&time).ok_or("invalid time value for delay")?,
                ));
            }
            Statement::Log { level, message } => {
                let message = self.evaluate(job, message)?.text();
                self.log_line(&format!("script,{level}"), &message);
            }
            Statement::Put(value) => {
                let shown = self.evaluate(job, value)?.text();
                self.log_line("script,info", &shown);
            }
            Statement::Error(value) => return Err(self.evaluate(job, value)?.text()),
            Statement::Command(command) => {
                self.run_command(job, command)?;
            }
        }
        if job.frames.len() > 200 {
            return Err("nested too deep".to_owned());
        }
        Ok(Step::Ran)
    }

    fn evaluate(&mut self, job: &mut Job, expression: &Expression) -> Result<Value, String> {
        match expression {
            Expression::Word(word) => Ok(Value::Text(word.clone())),
            Expression::Text(pieces) => {
                let mut out = String::new();
                for piece in pieces {
                    match piece {
                        Piece::Literal(text) => out.push_str(text),
                        Piece::Variable(name) => {
                            out.push_str(&job.variables.get(name).map(Value::text).unwrap_or_default());
                        }
                    }
                }
                short(out)
            }
            Expression::Variable(name) => Ok(job.variables.get(name).cloned().unwrap_or(Value::Nothing)),
            Expression::Command(command) => self.run_command(job, command),
            Expression::Length(value) => {
                let length = match self.evaluate(job, value)? {
                    Value::List(values) => values.len(),
                    Value::Nothing => 0,
                    other => other.text().len(),
                };
                Ok(Value::Text(length.to_string()))
            }
            Expression::Not(value) => {
                let value = self
                    .evaluate(job, value)?
                    .truth()
                    .ok_or("cannot negate what is not boolean")?;
                Ok(Value::Bool(!value))
            }
            Expression::Binary(operator, left, right) => {
                let left = self.evaluate(job, left)?;
                let right = self.evaluate(job, right)?;
                combine(*operator, left, right)
            }
        }
    }

    fn run_command(&mut self, job: &mut Job, command: &Command) -> Result<Value, String> {
        if let Some(condition) = &command.condition {
            return self.find(job, &command.menu, condition);
        }
        if command.menu == "/log" && matches!(command.verb.as_str(), "info" | "warning" | "error" | "debug") {
            let message = match command.arguments.first() {
                Some(argument) => self.evaluate(job, &argument.value)?.text(),
                None => String::new(),
            };
            self.log_line(&format!("script,{}", command.verb), &message);
            return Ok(Value::Nothing);
        }
        let path = if command.menu == "/" {
            format!("/{}", command.verb)
        } else {
            format!("{}/{}", command.menu, command.verb)
        };
        let mut request = Request {
            path,
            ..Request::default()
        };
        let mut nothing_found = false;
        for (position, Argument { name, value }) in command.arguments.iter().enumerate() {
            if let (None, Expression::Word(word)) = (name, value)
                && is_flag(command, word)
            {
                request = request.with(word, "");
                continue;
            }
            let value = self.evaluate(job, value)?;
            let name = match name {
                Some(name) => name.clone(),
                None if position == 0 => "numbers".to_owned(),
                None if command.verb == "get" => "value-name".to_owned(),
                None if command.verb == "move" => "destination".to_owned(),
                None => return Err("too many values".to_owned()),
            };
            if name == "numbers" {
                nothing_found |=
                    matches!(&value, Value::List(found) if found.is_empty()) || value == Value::Nothing;
            }
            request = request.with(&name, value.text());
        }
        if nothing_found {
            // The console runs a command on no rows without complaint.
            return Ok(Value::Nothing);
        }
        let actor = job.actor.clone();
        let replies = self.execute(&actor, &request).map_err(|trap| trap.message)?;
        Ok(replies
            .into_iter()
            .find_map(|reply| match reply {
                Reply::Done(Some(ret)) => Some(Value::Text(as_text(&ret).to_owned())),
                _ => None,
            })
            .unwrap_or(Value::Nothing))
    }

    fn find(&mut self, job: &mut Job, menu: &str, condition: &Condition) -> Result<Value, String> {
        let selection = Selection {
            menu: menu.to_owned(),
            query: Query::default(),
            proplist: Proplist::default(),
            show_sensitive: true,
            from: None,
        };
        let mut found = Vec::new();
        for (at, fields) in self.select(&selection) {
            if self.holds(job, condition, &fields)? {
                found.push(Value::Text(format!("*{:X}", at.id)));
            }
        }
        Ok(Value::List(found))
    }

    fn holds(&mut self, job: &mut Job, condition: &Condition, fields: &Fields) -> Result<bool, String> {
        Ok(match condition {
            Condition::Always => true,
            Condition::Property(name) => crate::value::field(fields, name)
                .is_some_and(|value| !matches!(as_text(value), "false" | "no")),
            Condition::Compare(name, operator, value) => {
                let wanted = self.evaluate(job, value)?;
                let have = match crate::value::field(fields, name) {
                    Some(value) => Value::Text(as_text(value).to_owned()),
                    None => Value::Nothing,
                };
                combine(*operator, have, wanted)?.truth() == Some(true)
            }
            Condition::Not(inner) => !self.holds(job, inner, fields)?,
            Condition::And(left, right) => {
                self.holds(job, left, fields)? && self.holds(job, right, fields)?
            }
            Condition::Or(left, right) => self.holds(job, left, fields)? || self.holds(job, right, fields)?,
        })
    }

    /// Adds a line to `/log`.
    pub(super) fn log_line(&mut self, topics: &str, message: &str) {
        let table = self.table("/log");
        let (date, time) = self.wall_clock();
        let fields = vec![
            (Name::literal("time"), Bytes::from(format!("{date} {time}"))),
            (Name::literal("topics"), Bytes::copy_from_slice(topics.as_bytes())),
            (
                Name::literal("message"),
                Bytes::copy_from_slice(message.as_bytes()),
            ),
        ];
        let id = self.store.allocate(table);
        self.insert_quietly(
            table,
            Row {
                id,
                dynamic: false,
                origin: None,
                fields,
            },
        );
        let oldest = self
            .store
            .table(table)
            .filter(|entry| entry.len() > LOG_LINES)
            .and_then(|entry| entry.rows().next().map(|row| RowRef { table, id: row.id }));
        if let Some(oldest) = oldest {
            self.store.remove(oldest);
            self.store.journal.pop();
        }
    }

    /// `/system/script/run`.
    pub(super) fn run_named_script(
        &mut self,
        actor: &Actor,
        request: &Request,
    ) -> Result<Vec<Reply>, super::Trap> {
        let table = self.table("/system/script");
        let at = self
            .addressed(table, request)?
            .into_iter()
            .next()
            .ok_or_else(super::write::no_such_item)?;
        let Some(row) = self.row(at).cloned() else {
            return Err(super::write::no_such_item());
        };
        let name = text(&row.fields, "name").to_owned();
        let (source, policy) = (
            text(&row.fields, "source").to_owned(),
            text(&row.fields, "policy").to_owned(),
        );
        *self.runs.entry(at).or_default() += 1;
        match self.run_script(&format!("script ({name})"), &source, &actor.user, &policy) {
            Ok(()) => Ok(vec![Reply::Done(None)]),
            Err(problem) => Err(super::Trap {
                category: Some(3),
                message: format!("failure: {problem}"),
                rule: Rule::ScriptError,
            }),
        }
    }
}

/// Whether a word of `add` or `set` is the bare name of a property that has no value.
fn is_flag(command: &Command, word: &str) -> bool {
    let _rule = Rule::ScriptBareFlag;
    matches!(command.verb.as_str(), "add" | "set")
        && menus::kind_of(menus::spec(&command.menu), word) == Some(Kind::Flag)
}
