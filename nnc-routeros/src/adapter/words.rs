//! Operations in RouterOS's words. Pure.

use std::sync::Arc;

use nnc_core::change::{Action, Operation};
use nnc_core::identity::Mark;
use nnc_core::object::{Kind, RowId, Value};
use nnc_core::ports::{RouterError, SecretStore};
use routeros_commands::{CommandTree, View};

use super::rows::Rows;
use crate::transport::Command;

/// Writes commands for one version.
#[derive(Clone)]
pub(super) struct Words {
    view: View<'static>,
    secrets: Option<Arc<dyn SecretStore>>,
}

impl Words {
    /// The words of a version; secrets are filled in from the store.
    pub(super) fn new(version: &str, secrets: Option<Arc<dyn SecretStore>>) -> Result<Self, RouterError> {
        Ok(Self {
            view: view(version)?,
            secrets,
        })
    }

    /// The commands of an operation: one, except where values are both set and unset.
    pub(super) fn commands(&self, operation: &Operation, rows: &Rows) -> Result<Vec<Command>, RouterError> {
        match &operation.action {
            Action::Add { object, before } => {
                let mut command = Command::new(object.kind.as_str(), "add");
                for (name, value) in object.attributes.iter().filter(|(name, _)| *name != "comment") {
                    command = command.with(name, self.value(value)?);
                }
                let mark = Mark {
                    controller: rows.controller(),
                    key: object.key.clone(),
                };
                command = command.with("comment", mark.to_string());
                if let Some(anchor) = before {
                    command = command.with("place-before", rows.anchor(&object.kind, anchor)?.0);
                }
                Ok(vec![command])
            }
            Action::Set {
                key,
                kind,
                row,
                values,
                ..
            } => {
                let id = rows.own(kind, key, row.as_ref())?;
                let mut set = Command::new(kind.as_str(), "set").with(".id", &id.0);
                let mut commands = Vec::new();
                let plain = set.attributes.len();
                for (name, value) in values {
                    match value {
                        Some(value) => set = set.with(name, self.value(value)?),
                        None if self.can_unset(kind) => {
                            let unset = Command::new(kind.as_str(), "unset").with(".id", &id.0);
                            commands.push(unset.with("value-name", name));
                        }
                        None => set = set.with(name, ""),
                    }
                }
                if set.attributes.len() > plain {
                    commands.insert(0, set);
                }
                Ok(commands)
            }
            Action::Remove { object, row, .. } => {
                let id = rows.own(&object.kind, &object.key, row.as_ref())?;
                Ok(vec![
                    Command::new(object.kind.as_str(), "remove").with(".id", id.0),
                ])
            }
            Action::Move {
                key,
                kind,
                row,
                before,
                ..
            } => {
                let id = rows.own(kind, key, row.as_ref())?;
                let mut command = Command::new(kind.as_str(), "move").with("numbers", id.0);
                // Without a destination the row goes to the end.
                if let Some(anchor) = before {
                    command = command.with("destination", rows.anchor(kind, anchor)?.0);
                }
                Ok(vec![command])
            }
            Action::Effect(_) => Err(RouterError::Unsupported(
                "an effect inside a guarded change".to_owned(),
            )),
        }
    }

    /// What a router says of an operation, without the secrets in it that the router may repeat.
    pub(super) fn blanked(&self, operation: &Operation, message: String) -> String {
        let values: Vec<&Value> = match &operation.action {
            Action::Add { object, .. } => object.attributes.values().collect(),
            Action::Set { values, .. } => values.values().flatten().collect(),
            _ => Vec::new(),
        };
        let secrets = values.into_iter().filter(|value| value.as_text().is_none());
        secrets
            .filter_map(|value| String::from_utf8(self.value(value).ok()?).ok())
            .filter(|secret| !secret.is_empty())
            .fold(message, |message, secret| message.replace(&secret, "***"))
    }

    fn can_unset(&self, kind: &Kind) -> bool {
        can_unset(&self.view, kind)
    }

    fn value(&self, value: &Value) -> Result<Vec<u8>, RouterError> {
        match value {
            Value::Text(text) => Ok(text.as_bytes().to_vec()),
            Value::Secret(reference) => {
                let store = self.secrets.as_ref().ok_or_else(|| {
                    RouterError::Unsupported(format!(
                        "secret {} is needed, but no secret store was given",
                        reference.id
                    ))
                })?;
                Ok(store.get(reference)?.expose().to_vec())
            }
        }
    }
}

/// The command data of a version.
pub(super) fn view(version: &str) -> Result<View<'static>, RouterError> {
    let unsupported =
        |error: &dyn std::fmt::Display| RouterError::Unsupported(format!("RouterOS {version}: {error}"));
    let version = version.parse().map_err(|error| unsupported(&error))?;
    CommandTree::embedded()
        .and_then(|tree| tree.at(version))
        .map_err(|error| unsupported(&error))
}

/// Whether the menu can make an attribute absent.
pub(super) fn can_unset(view: &View<'_>, kind: &Kind) -> bool {
    view.menu(kind.as_str()).is_some_and(|menu| menu.has("unset"))
}

/// What an operation that was carried out means for the handles.
pub(super) fn note_done(rows: &mut Rows, operation: &Operation, made: Option<&RowId>) {
    match &operation.action {
        Action::Add { object, .. } => {
            if let Some(id) = made {
                rows.added(&object.kind, &object.key, id.clone());
            }
        }
        Action::Remove { object, row, .. } => {
            if let Ok(id) = rows.own(&object.kind, &object.key, row.as_ref()) {
                rows.removed(&object.kind, &object.key, &id);
            }
        }
        Action::Set { .. } | Action::Move { .. } | Action::Effect(_) => {}
    }
}
