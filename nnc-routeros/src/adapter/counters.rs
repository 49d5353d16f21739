//! What the rows of ours have counted.

use nnc_core::identity::{ControllerId, Mark};
use nnc_core::layer::Layer;
use nnc_core::ports::{Counted, RouterError};

use super::fault::is_absent;
use crate::generated::map::{ALL, FieldMap, ResourceMap, Version};
use crate::transport::{Command, Response};

/// The menus whose rows count something, with what they count in this version.
pub(super) fn menus(version: Version) -> Vec<(&'static ResourceMap, Vec<&'static FieldMap>)> {
    let counters = |map: &'static ResourceMap| {
        let fields = map.fields.iter().filter(|field| {
            field.layer == Layer::Telemetry
                && field.property.is_some_and(|property| property.known_to(version))
        });
        (map, fields.collect::<Vec<_>>())
    };
    // Each menu once: as the row that it holds.
    ALL.into_iter()
        .filter(|map| ResourceMap::of_path(map.path).is_some_and(|row| row.name == map.name))
        .map(counters)
        .filter(|(_, fields)| !fields.is_empty())
        .collect()
}

/// The command that reads the counters of a menu, and whose rows they are.
pub(super) fn print(map: &ResourceMap, fields: &[&FieldMap]) -> Command {
    let names = fields
        .iter()
        .filter_map(|field| Some(field.property.as_ref()?.name));
    Command::print(map.path).proplist(names.chain(["comment"]))
}

/// The counters of the rows of a controller. A menu that the version lacks has none.
pub(super) fn read(
    fields: &[&FieldMap],
    answer: Result<Response, crate::error::Error>,
    controller: ControllerId,
) -> Result<Vec<Counted>, RouterError> {
    let rows = match answer {
        Ok(response) => response.rows,
        Err(error) if is_absent(&error) => Vec::new(),
        Err(error) => return Err(error.into()),
    };
    let mut read = Vec::new();
    for row in &rows {
        let text = |name: &str| {
            row.get(name)
                .and_then(|value: &[u8]| std::str::from_utf8(value).ok())
        };
        let Some(mark) = text("comment").and_then(|comment| comment.parse::<Mark>().ok()) else {
            continue;
        };
        if mark.controller != controller {
            continue;
        }
        read.extend(fields.iter().filter_map(|field| {
            Some(Counted {
                key: mark.key.clone(),
                field: field.name.to_owned(),
                value: text(field.property.as_ref()?.name)?.parse().ok()?,
            })
        }));
    }
    Ok(read)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transport::Row;

    #[test]
    fn counters_of_ours_are_read_and_nothing_else() {
        let (filter, fields) = menus((7, 22))
            .into_iter()
            .find(|(map, _)| map.path == "/ip/firewall/filter")
            .unwrap();
        assert_eq!(print(filter, &fields).proplist, ["bytes", "packets", "comment"]);
        let row = |comment: &str, bytes: &str| -> Row {
            [("comment", comment), ("bytes", bytes), ("packets", "1")]
                .into_iter()
                .collect()
        };
        let rows = vec![
            row("nnc:c0ffee12:vif/a:block", "18446744073709551615"),
            row("nnc:c0ffee12:vif/b:block", "18446744073709551616"),
            row("nnc:0dd00001:vif/a:block", "7"),
            row("theirs", "7"),
        ];
        let response = Response { rows, ret: None };
        let read = read(&fields, Ok(response), ControllerId::new(0xc0ff_ee12)).unwrap();
        let read: Vec<String> = read
            .iter()
            .map(|counted| format!("{} {} {}", counted.key, counted.field, counted.value))
            .collect();
        assert_eq!(
            read,
            [
                "vif/a:block bytes 18446744073709551615",
                "vif/a:block packets 1",
                "vif/b:block packets 1"
            ]
        );
    }
}
