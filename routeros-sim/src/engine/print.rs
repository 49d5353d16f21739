//! `print` and `get`.

use std::collections::HashSet;

use crate::provenance::Rule;
use crate::schema::CommandInfo;
use crate::value::{Fields, Name, Value, as_text, boolean, field, parse_bool};

use super::access::Policy;
use super::query::Query;
use super::reply::{Reply, Trap};
use super::status::StatusContext;
use super::store::{Row, RowRef};
use super::{Actor, Engine, Request};

/// Which properties are wanted.
#[derive(Debug, Default, Clone)]
pub(crate) struct Proplist(Option<HashSet<String>>);

impl Proplist {
    pub(crate) fn of(request: &Request) -> Self {
        let list = request.get(".proplist").or_else(|| request.get("proplist"));
        Self(list.map(|list| {
            as_text(list)
                .split(',')
                .map(str::trim)
                .filter(|name| !name.is_empty())
                .map(str::to_owned)
                .collect()
        }))
    }

    pub(crate) fn apply(&self, fields: &mut Fields) {
        if let Some(wanted) = &self.0 {
            fields.retain(|(name, _)| wanted.contains(name.as_str()));
        }
    }
}

/// Which rows of which menu, and how they are shown.
#[derive(Debug, Clone)]
pub(crate) struct Selection {
    pub(crate) menu: String,
    pub(crate) query: Query,
    pub(crate) proplist: Proplist,
    pub(crate) show_sensitive: bool,
    /// Only these rows (`from=`, `.id=`).
    pub(crate) from: Option<Vec<u32>>,
}

impl Engine {
    pub(super) fn selection(
        &mut self,
        actor: &Actor,
        info: &CommandInfo,
        request: &Request,
    ) -> Result<Selection, Trap> {
        let query = Query::parse(request.queries.iter().map(|word| &word[..]))?;
        let named = [".id", "from", "numbers"]
            .iter()
            .find_map(|name| request.get(name));
        let from = match named {
            None => None,
            Some(named) => {
                let table = self.table(&info.menu);
                let rows: Result<Vec<RowRef>, Trap> = as_text(named)
                    .split(',')
                    .map(|token| self.find_row(table, token.trim()))
                    .collect();
                Some(rows?.into_iter().map(|at| at.id).collect())
            }
        };
        Ok(Selection {
            menu: info.menu.to_string(),
            query,
            proplist: Proplist::of(request),
            show_sensitive: actor.policies.has(Policy::Sensitive),
            from,
        })
    }

    /// Every row of a menu that passes, as it is shown, before `.proplist`.
    pub(super) fn select(&mut self, selection: &Selection) -> Vec<(RowRef, Fields)> {
        let table = self.table(&selection.menu);
        if let Some(rows) = self.computed_menu(&selection.menu) {
            return rows
                .into_iter()
                .map(|(id, fields)| (RowRef { table, id }, fields))
                .filter(|(_, fields)| selection.query.accepts(fields))
                .collect();
        }
        let context = self.status_context(&selection.menu);
        let tables: Vec<usize> = if selection.menu == "/interface" {
            self.interface_tables().collect()
        } else {
            vec![table]
        };
        let mut out: Vec<(RowRef, Fields)> = Vec::new();
        for table in tables {
            let Some(entry) = self.store.table(table) else {
                continue;
            };
            for row in entry.rows() {
                if selection.from.as_ref().is_some_and(|ids| !ids.contains(&row.id)) {
                    continue;
                }
                let at = RowRef { table, id: row.id };
                let fields = self.render(&selection.menu, at, row, &context, selection.show_sensitive);
                if selection.query.is_empty() || selection.query.accepts(&fields) {
                    out.push((at, fields));
                }
            }
        }
        if selection.menu == "/interface" {
            out.sort_by_key(|(at, _)| at.id);
        }
        out
    }

    /// One row with everything the router would show of it.
    pub(super) fn render(
        &self,
        menu: &str,
        at: RowRef,
        row: &Row,
        context: &StatusContext,
        show_sensitive: bool,
    ) -> Fields {
        let _rule = Rule::SensitiveHidden;
        let Some(entry) = self.store.table(at.table) else {
            return Fields::new();
        };
        let mut fields = Fields::with_capacity(row.fields.len() + 8);
        if !entry.menu.singleton {
            fields.push((Name::literal(".id"), Value::from(format!("*{:X}", row.id))));
        }
        if menu == "/interface" {
            for name in ["name", "mtu", "l2mtu", "disabled", "comment"] {
                if let Some(value) = field(&row.fields, name) {
                    fields.push((Name::literal(name), value.clone()));
                }
            }
        } else {
            fields.extend(
                row.fields
                    .iter()
                    .filter(|(name, _)| !entry.menu.hides(name, !show_sensitive))
                    .cloned(),
            );
        }
        self.add_status(menu, row, context, &mut fields);
        fields
    }

    pub(super) fn print(
        &mut self,
        actor: &Actor,
        info: &CommandInfo,
        request: &Request,
    ) -> Result<Vec<Reply>, Trap> {
        let selection = self.selection(actor, info, request)?;
        let wants = |name: &str| {
            request
                .get(name)
                .is_some_and(|v| parse_bool(as_text(v)) != Some(false))
        };
        let rows = if wants("follow-only") {
            Vec::new()
        } else {
            self.select(&selection)
        };
        if wants("count-only") {
            return Ok(vec![Reply::Done(Some(Value::from(rows.len().to_string())))]);
        }
        let follows = wants("follow") || wants("follow-only");
        if follows {
            self.start_listening(actor, request, selection.clone());
        }
        let mut replies: Vec<Reply> = Vec::with_capacity(rows.len() + 2);
        for (_, mut fields) in rows {
            selection.proplist.apply(&mut fields);
            replies.push(Reply::Row(fields));
        }
        if follows {
            return Ok(replies);
        }
        if replies.is_empty() && self.since(7, 18) {
            let _rule = Rule::EmptyReply;
            replies.push(Reply::Empty);
        }
        replies.push(Reply::Done(None));
        Ok(replies)
    }

    /// `get`: one property of one row, as `=ret=`.
    pub(super) fn get(
        &mut self,
        actor: &Actor,
        info: &CommandInfo,
        request: &Request,
    ) -> Result<Vec<Reply>, Trap> {
        let table = self.table(&info.menu);
        let singleton = self.store.table(table).is_some_and(|entry| entry.menu.singleton);
        let rows = self.addressed(table, request)?;
        let selection = Selection {
            menu: info.menu.to_string(),
            query: Query::default(),
            proplist: Proplist::default(),
            show_sensitive: actor.policies.has(Policy::Sensitive),
            from: (!singleton).then(|| rows.iter().map(|at| at.id).collect()),
        };
        let Some((_, fields)) = self.select(&selection).into_iter().next() else {
            return Err(super::write::no_such_item());
        };
        let wanted = request.text("value-name");
        if wanted.is_empty() {
            let all: Vec<String> = fields
                .iter()
                .map(|(name, value)| format!("{}={}", name.as_str(), String::from_utf8_lossy(value)))
                .collect();
            return Ok(vec![Reply::Done(Some(Value::from(all.join(";"))))]);
        }
        match field(&fields, wanted) {
            Some(value) => Ok(vec![Reply::Done(Some(value.clone()))]),
            None if self.schema.has_property(&info.menu, wanted) => Ok(vec![Reply::Done(Some(Value::new()))]),
            None => Err(super::validate::no_match("value-name")),
        }
    }
}

/// `dynamic=...` in front of the flags.
pub(super) fn flag(fields: &mut Fields, name: &'static str, value: bool) {
    fields.push((Name::literal(name), boolean(value)));
}
