//! How the intent of a resource is kept: its fields as JSON, secrets by reference.

use nnc_core::intent::ResourceIntent;
use nnc_core::resource::{FieldValue, ResourceType};
use nnc_core::secret::SecretRef;
use nnc_store::ResourceRecord;
use serde_json::{Map, Value};

use crate::error::{Error, ErrorKind};

/// The intent that a record holds; `None` for a type that has behaviour of its own, or that this nnc does not know.
pub(crate) fn intent(record: &ResourceRecord) -> Result<Option<ResourceIntent>, Error> {
    let Some(kind) = ResourceType::named(&record.kind) else {
        return Ok(None);
    };
    let Value::Object(stored) = &record.configuration else {
        return Err(damaged(record));
    };
    let value = |name: &str, value: &Value| {
        let sensitive = kind.field(name).is_some_and(|field| field.sensitive);
        match value.as_str().filter(|_| sensitive) {
            None => Ok(FieldValue::Plain(value.clone())),
            Some(text) => reference(text)
                .map(FieldValue::Secret)
                .ok_or_else(|| damaged(record)),
        }
    };
    let fields = stored
        .iter()
        .map(|(name, stored)| Ok((name.clone(), value(name, stored)?)))
        .collect::<Result<_, Error>>()?;
    Ok(Some(ResourceIntent {
        resource: record.resource.clone(),
        kind: record.kind.clone(),
        fields,
    }))
}

/// The fields of an intent as they are kept.
pub(crate) fn configuration(intent: &ResourceIntent) -> Value {
    let value = |value: &FieldValue| match value {
        FieldValue::Plain(value) => value.clone(),
        FieldValue::Secret(reference) => Value::String(reference.to_string()),
    };
    let fields: Map<String, Value> = intent
        .fields
        .iter()
        .map(|(name, field)| (name.clone(), value(field)))
        .collect();
    Value::Object(fields)
}

fn reference(text: &str) -> Option<SecretRef> {
    let (id, version) = text.rsplit_once('@')?;
    Some(SecretRef {
        id: id.to_owned(),
        version: version.parse().ok()?,
    })
}

fn damaged(record: &ResourceRecord) -> Error {
    let message = format!(
        "what is stored of {} cannot be read: restore a backup",
        record.resource
    );
    Error::new(ErrorKind::Internal, "store-corrupt", message)
}
