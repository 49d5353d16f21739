//! REST: HTTP methods and JSON in terms of commands.
//!
//! The manual's mapping: GET prints, PUT adds, PATCH sets, DELETE removes, POST runs any command. Every value in an
//! answer is a string.

use serde_json::{Map, Value as Json, json};

use crate::provenance::Rule;
use crate::value::{Fields, Value, as_text};

use super::access::Policies;
use super::fault::Verdict;
use super::print::Selection;
use super::query::Query;
use super::reply::{Reply, Trap};
use super::session::Transport;
use super::{Actor, ConnId, Engine, Request};

/// One HTTP request under `/rest`.
#[derive(Debug)]
pub(crate) struct RestRequest {
    pub(crate) method: String,
    /// Decoded path segments after `/rest`.
    pub(crate) segments: Vec<String>,
    /// Decoded query parameters.
    pub(crate) parameters: Vec<(String, String)>,
    pub(crate) body: Json,
    /// User and password.
    pub(crate) credentials: Option<(String, String)>,
}

/// Status and body; no body for 204.
#[derive(Debug, PartialEq)]
pub(crate) struct RestAnswer {
    pub(crate) status: u16,
    pub(crate) body: Option<Json>,
}

impl RestAnswer {
    const fn new(status: u16, body: Json) -> Self {
        Self {
            status,
            body: Some(body),
        }
    }

    fn error(status: u16, detail: Option<&str>) -> Self {
        let message = match status {
            401 => "Unauthorized",
            404 => "Not Found",
            405 => "Method Not Allowed",
            406 => "Not Acceptable",
            _ => "Bad Request",
        };
        let mut body = json!({"error": status, "message": message});
        if let (Some(detail), Some(object)) = (detail, body.as_object_mut()) {
            object.insert("detail".to_owned(), json!(detail));
        }
        Self::new(status, body)
    }
}

/// What a request means.
struct Meaning {
    request: Request,
    menu: String,
    shape: Shape,
}

/// How the command's replies become a body.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// A list of rows, or the record of a menu that has only one.
    List,
    /// One row.
    One,
    /// The row just added.
    Created,
    /// The row just changed.
    Changed,
    /// Nothing.
    Removed,
    /// Whatever the command answers.
    Command,
}

impl Engine {
    /// Answers a request; `None` when a fault leaves it without an answer.
    pub(crate) fn rest(&mut self, conn: ConnId, request: &RestRequest, now: u64) -> Option<RestAnswer> {
        self.tick(now);
        let session = self.sessions.get(&conn).filter(|session| !session.hung)?;
        let from = session.from;
        let accepted = request.credentials.as_ref().and_then(|(user, password)| {
            let policies = self.authenticate(user, Transport::Rest, from, |have| have == password)?;
            Some((user.clone(), policies))
        });
        if let Some(session) = self.sessions.get_mut(&conn) {
            session.user.clone_from(&accepted);
        }
        let Some((user, policies)) = accepted else {
            return Some(RestAnswer::error(401, None));
        };
        let actor = Actor {
            conn: Some(conn),
            user,
            policies,
            transport: Transport::Rest,
        };
        let meaning = match self.meaning(request) {
            Ok(meaning) => meaning,
            Err(answer) => {
                let _rule = Rule::RestErrors;
                return Some(answer);
            }
        };
        self.log.record(conn, &meaning.request);
        let answer = match self.judge_fault(&actor, &meaning.request) {
            Verdict::Go => self.rest_answer(&actor, &meaning),
            Verdict::Stop => return None,
            Verdict::Instead(replies) => shape(&replies, meaning.shape, false),
            Verdict::ThenClose => {
                self.rest_answer(&actor, &meaning);
                self.after_command();
                self.output.push_back(super::Output::Cut { conn });
                self.disconnect(conn, now);
                return None;
            }
        };
        self.after_command();
        Some(answer)
    }

    fn rest_answer(&mut self, actor: &Actor, meaning: &Meaning) -> RestAnswer {
        // A row that is addressed in the path must exist: that, and only that, is "not found".
        if matches!(meaning.shape, Shape::One | Shape::Changed | Shape::Removed)
            && let Some(token) = meaning.request.get(".id").cloned()
        {
            let table = self.table(&meaning.menu);
            if self.find_row(table, as_text(&token)).is_err() {
                return RestAnswer::error(404, None);
            }
        }
        let singleton = self.schema.is_singleton(&meaning.menu);
        let replies = self.answer(actor, &meaning.request);
        let answer = shape(&replies, meaning.shape, singleton);
        if answer.status >= 300 {
            return answer;
        }
        let row = match meaning.shape {
            Shape::Created => replies.iter().find_map(|reply| match reply {
                Reply::Done(Some(id)) => Some(id.clone()),
                _ => None,
            }),
            Shape::Changed => Some(meaning.request.get(".id").cloned().unwrap_or_default()),
            _ => return answer,
        };
        let _rule = Rule::RestStatus;
        let status = if meaning.shape == Shape::Created { 201 } else { 200 };
        match row.and_then(|token| self.rest_row(actor.policies, &meaning.menu, as_text(&token))) {
            Some(fields) => RestAnswer::new(status, object(&fields)),
            None => answer,
        }
    }

    /// The row that a PUT or PATCH answers with.
    fn rest_row(&mut self, policies: Policies, menu: &str, token: &str) -> Option<Fields> {
        let table = self.table(menu);
        let from = if token.is_empty() {
            None
        } else {
            Some(vec![self.find_row(table, token).ok()?.id])
        };
        let selection = Selection {
            menu: menu.to_owned(),
            query: Query::default(),
            proplist: super::print::Proplist::default(),
            show_sensitive: policies.has(super::access::Policy::Sensitive),
            from,
        };
        self.select(&selection)
            .into_iter()
            .next()
            .map(|(_, fields)| fields)
    }

    /// Finds the command behind a request.
    fn meaning(&self, rest: &RestRequest) -> Result<Meaning, RestAnswer> {
        let whole = format!("/{}", rest.segments.join("/"));
        let (parent, last) = match rest.segments.split_last() {
            Some((last, parent)) => (format!("/{}", parent.join("/")), last.as_str()),
            None => return Err(RestAnswer::error(400, Some("no such command or directory"))),
        };
        let is_menu = self.schema.has_menu(&whole);
        let parent_is_menu = self.schema.has_menu(&parent);
        let unknown = || RestAnswer::error(400, Some(&format!("no such command or directory ({last})")));
        let (menu, row) = match (is_menu, parent_is_menu) {
            (true, _) => (whole.clone(), None),
            (false, true) if parent != "/" || rest.method == "POST" => (parent.clone(), Some(last)),
            _ => return Err(unknown()),
        };
        let label = format!("{} /rest{whole}", rest.method);
        let command = |menu: &str, verb: &str| Request {
            path: if menu == "/" {
                format!("/{verb}")
            } else {
                format!("{menu}/{verb}")
            },
            rest: Some(label.clone()),
            ..Request::default()
        };
        let lacks =
            |verb: &str| RestAnswer::error(406, Some(&format!("no such command or directory ({verb})")));
        let needs = |verb: &str| {
            if self.schema.has_verb(&menu, verb) {
                Ok(())
            } else {
                Err(lacks(verb))
            }
        };
        match (rest.method.as_str(), row) {
            ("GET", row) => {
                needs("print")?;
                let mut request = command(&menu, "print");
                if let Some(row) = row {
                    request = request.with(".id", row.to_owned());
                }
                for (name, value) in &rest.parameters {
                    if name == ".proplist" {
                        request = request.with(".proplist", value.clone());
                    } else {
                        request.queries.push(Value::from(format!("{name}={value}")));
                    }
                }
                let shape = if row.is_some() { Shape::One } else { Shape::List };
                Ok(Meaning { request, menu, shape })
            }
            ("PUT", None) => {
                needs("add")?;
                let request = with_body(command(&menu, "add"), &rest.body)?;
                Ok(Meaning {
                    request,
                    menu,
                    shape: Shape::Created,
                })
            }
            ("PATCH", row) => {
                needs("set")?;
                let mut request = command(&menu, "set");
                match row {
                    Some(row) => request = request.with(".id", row.to_owned()),
                    None if self.schema.is_singleton(&menu) => {}
                    None => {
                        return Err(RestAnswer::error(
                            400,
                            Some("missing or invalid resource identifier"),
                        ));
                    }
                }
                let request = with_body(request, &rest.body)?;
                Ok(Meaning {
                    request,
                    menu,
                    shape: Shape::Changed,
                })
            }
            ("DELETE", Some(row)) => {
                needs("remove")?;
                let request = command(&menu, "remove").with(".id", row.to_owned());
                Ok(Meaning {
                    request,
                    menu,
                    shape: Shape::Removed,
                })
            }
            ("DELETE" | "PUT", _) => Err(RestAnswer::error(
                400,
                Some("missing or invalid resource identifier"),
            )),
            ("POST", Some(verb)) => {
                if !self.schema.has_verb(&menu, verb) || verb == "listen" {
                    return Err(lacks(verb));
                }
                let request = with_body(command(&menu, verb), &rest.body)?;
                Ok(Meaning {
                    request,
                    menu,
                    shape: Shape::Command,
                })
            }
            ("POST", None) => Err(RestAnswer::error(
                406,
                Some(&format!("no such command or directory ({last})")),
            )),
            _ => Err(RestAnswer::error(405, None)),
        }
    }
}

/// Puts the body's members into the command.
fn with_body(mut request: Request, body: &Json) -> Result<Request, RestAnswer> {
    let bad = |detail: &str| RestAnswer::error(400, Some(detail));
    let members = match body {
        Json::Null => return Ok(request),
        Json::Object(members) => members,
        _ => return Err(bad("JSON object expected")),
    };
    for (name, value) in members {
        match (name.as_str(), value) {
            (".query", Json::Array(words)) => {
                for word in words {
                    let word = word.as_str().ok_or_else(|| bad("invalid query"))?;
                    request.queries.push(Value::copy_from_slice(word.as_bytes()));
                }
            }
            (".proplist", Json::Array(names)) => {
                let names: Vec<&str> = names.iter().filter_map(Json::as_str).collect();
                request = request.with(".proplist", names.join(","));
            }
            (_, value) => {
                let text = match value {
                    Json::String(text) => text.clone(),
                    Json::Number(number) => number.to_string(),
                    Json::Bool(value) => value.to_string(),
                    Json::Null => String::new(),
                    _ => return Err(bad(&format!("invalid value of {name}"))),
                };
                request = request.with(name, text);
            }
        }
    }
    Ok(request)
}

/// Makes a body of replies.
fn shape(replies: &[Reply], shape: Shape, singleton: bool) -> RestAnswer {
    if let Some(trap) = replies.iter().find_map(|reply| match reply {
        Reply::Trap(trap) => Some(trap),
        _ => None,
    }) {
        return trap_answer(trap);
    }
    let mut rows = replies.iter().filter_map(|reply| match reply {
        Reply::Row(fields) => Some(object(fields)),
        _ => None,
    });
    let ret = replies.iter().find_map(|reply| match reply {
        Reply::Done(ret) => ret.as_ref(),
        _ => None,
    });
    match shape {
        Shape::One => match rows.next() {
            Some(row) => RestAnswer::new(200, row),
            None => RestAnswer::error(404, None),
        },
        Shape::List if singleton => RestAnswer::new(200, rows.next().unwrap_or_else(|| json!({}))),
        Shape::Removed => RestAnswer {
            status: 204,
            body: None,
        },
        _ => match ret {
            Some(ret) => RestAnswer::new(200, json!({"ret": String::from_utf8_lossy(ret)})),
            None => RestAnswer::new(200, Json::Array(rows.collect())),
        },
    }
}

fn trap_answer(trap: &Trap) -> RestAnswer {
    match trap.rule {
        Rule::NoSuchItem => RestAnswer::error(404, None),
        Rule::UnknownVerb => RestAnswer::error(406, Some(&trap.message)),
        _ => RestAnswer::error(400, Some(&trap.message)),
    }
}

fn object(fields: &Fields) -> Json {
    let members: Map<String, Json> = fields
        .iter()
        .map(|(name, value)| (name.as_str().to_owned(), json!(String::from_utf8_lossy(value))))
        .collect();
    Json::Object(members)
}
