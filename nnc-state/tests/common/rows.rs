//! What a router in memory does with one operation.

use nnc_core::change::{Action, Anchor, Operation};
use nnc_core::identity::{ControllerId, Mark, ObjectKey};
use nnc_core::object::{Attributes, Kind, ObservedRow, RowId};
use nnc_core::ports::Answer;

use super::platform::{RULES, TABLES};
use super::world::World;

impl World {
    /// What a router does with one operation.
    pub(super) fn perform(&mut self, operation: &Operation, controller: ControllerId) -> Answer {
        self.writes += 1;
        match self.change(operation, controller) {
            Ok(row) => Answer::Done { row },
            Err(message) => Answer::Refused { message },
        }
    }

    fn change(&mut self, operation: &Operation, controller: ControllerId) -> Result<Option<RowId>, String> {
        if let (Some(stubborn), Action::Remove { object, .. }) = (&self.stubborn, &operation.action)
            && object.key.to_string() == *stubborn
        {
            return Err("failure: not today".to_owned());
        }
        match &operation.action {
            Action::Add { object, before } => {
                let attributes: Attributes = object
                    .attributes
                    .iter()
                    .filter_map(|(name, value)| Some((name.clone(), value.as_text()?.to_owned())))
                    .collect();
                if let Some(table) = attributes.get("table")
                    && !self.has_table(table)
                {
                    return Err(format!("no such table {table}"));
                }
                if let Some(name) = attributes.get("name")
                    && object.kind == TABLES
                    && self.has_table(name)
                {
                    return Err("already have such entry".to_owned());
                }
                let row = ObservedRow {
                    id: self.fresh_id(),
                    attributes,
                    mark: Some(Mark {
                        controller,
                        key: object.key.clone(),
                    }),
                    dynamic: false,
                };
                let id = row.id.clone();
                let position = self.position(&object.kind, before.as_ref(), controller)?;
                self.rows
                    .entry(object.kind.clone())
                    .or_default()
                    .insert(position, row);
                Ok(Some(id))
            }
            Action::Set {
                key,
                kind,
                row,
                values,
                ..
            } => {
                let position = self.find(kind, key, row.as_ref(), controller)?;
                let found = &mut self.rows.get_mut(kind).unwrap()[position];
                for (name, value) in values {
                    match value.as_ref().and_then(|value| value.as_text()) {
                        Some(text) => found.attributes.insert(name.clone(), text.to_owned()),
                        None => found.attributes.remove(name),
                    };
                }
                Ok(None)
            }
            Action::Remove { object, row, .. } => {
                let position = self.find(&object.kind, &object.key, row.as_ref(), controller)?;
                let name = self.rows[&object.kind][position].get("name").map(str::to_owned);
                if object.kind == TABLES
                    && self.rows[&RULES]
                        .iter()
                        .any(|rule| rule.get("table").is_some() && rule.get("table") == name.as_deref())
                {
                    return Err("failure: table is in use".to_owned());
                }
                self.rows.get_mut(&object.kind).unwrap().remove(position);
                Ok(None)
            }
            Action::Move {
                key,
                kind,
                row,
                before,
                ..
            } => {
                let position = self.find(kind, key, row.as_ref(), controller)?;
                let moved = self.rows.get_mut(kind).unwrap().remove(position);
                match self.position(kind, before.as_ref(), controller) {
                    Ok(target) => {
                        self.rows.get_mut(kind).unwrap().insert(target, moved);
                        Ok(None)
                    }
                    Err(message) => {
                        self.rows.get_mut(kind).unwrap().insert(position, moved);
                        Err(message)
                    }
                }
            }
            Action::Effect(_) => Err("an effect is no operation".to_owned()),
        }
    }

    fn has_table(&self, name: &str) -> bool {
        self.rows[&TABLES].iter().any(|row| row.get("name") == Some(name))
    }

    fn find(
        &self,
        kind: &Kind,
        key: &ObjectKey,
        id: Option<&RowId>,
        controller: ControllerId,
    ) -> Result<usize, String> {
        let wanted = Mark {
            controller,
            key: key.clone(),
        };
        self.rows[kind]
            .iter()
            .position(|row| row.mark.as_ref() == Some(&wanted) && id.is_none_or(|id| row.id == *id))
            .ok_or_else(|| "no such item".to_owned())
    }

    fn position(
        &self,
        kind: &Kind,
        before: Option<&Anchor>,
        controller: ControllerId,
    ) -> Result<usize, String> {
        let rows = &self.rows[kind];
        match before {
            None => Ok(rows.len()),
            Some(Anchor::Own(key)) => self.find(kind, key, None, controller),
            Some(Anchor::Row(id)) => rows
                .iter()
                .position(|row| row.id == *id)
                .ok_or_else(|| "no such item".to_owned()),
        }
    }
}
