//! Groups.

use super::Names;
use super::action_parse::{Place, parse_list};
use super::error::{ParseError, Parsed, fail};
use super::flow_parse::group as group_number;
use super::scan::{KeyValues, port, u16_of, u32_of};
use crate::wire::{Bucket, Group, Port, SelectionMethod};

/// Parses a group as `ovs-ofctl add-group` does: `group_id=1,type=all,bucket=output:1,bucket=output:2`.
///
/// ```
/// use openflow_rs::text::{Names, parse_group};
///
/// let group = parse_group("group_id=4,type=ff,bucket=watch_port:7,output:7", &Names::new())?;
/// assert_eq!((group.id, group.kind, group.buckets.len()), (4, 3, 1));
/// # Ok::<(), openflow_rs::text::ParseError>(())
/// ```
///
/// How a select group chooses (`selection_method`) is not read.
///
/// # Errors
/// [`ParseError`] with the column of what does not fit.
pub fn parse_group(text: &str, names: &Names) -> Result<Group, ParseError> {
    parse(text, names).map_err(|fail| fail.locate(text))
}

/// The places where a bucket begins: `bucket=` at the start of a word.
fn buckets(text: &str) -> (&str, Vec<&str>) {
    let starts: Vec<usize> = text
        .match_indices("bucket=")
        .map(|(at, _)| at)
        .filter(|at| *at == 0 || text.get(..*at).is_some_and(|before| before.ends_with([',', ' '])))
        .collect();
    let head = text
        .get(..starts.first().copied().unwrap_or(text.len()))
        .unwrap_or(text);
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    let pieces = starts
        .iter()
        .zip(ends)
        .filter_map(|(start, end)| text.get(start + "bucket=".len()..end));
    (head, pieces.collect())
}

fn parse(text: &str, names: &Names) -> Parsed<Group> {
    let (head, pieces) = buckets(text);
    let mut id = None;
    let mut kind = None;
    for (key, value) in KeyValues::new(head) {
        match key {
            "group_id" => match group_number(value).filter(|id| *id <= 0xffff_ff00) {
                Some(number) => id = Some(number),
                None => return fail(value, format!("invalid group id {value}: expected a number")),
            },
            "type" => {
                let known = ["all", "select", "indirect", "ff"];
                let name = if value == "fast_failover" { "ff" } else { value };
                let found = known.iter().position(|known| *known == name);
                match found.and_then(|at| u8::try_from(at).ok()) {
                    Some(number) => kind = Some(number),
                    None => {
                        let known = known.join(", ");
                        return fail(
                            value,
                            format!("invalid group type {value}: expected one of {known}"),
                        );
                    }
                }
            }
            _ => {
                return fail(
                    key,
                    format!("unknown keyword {key}: expected group_id, type or bucket"),
                );
            }
        }
    }
    let Some(id) = id else {
        return fail(text, "must specify a group_id");
    };
    let Some(kind) = kind else {
        return fail(text, "must specify a type: all, select, indirect or ff");
    };
    let mut list = Vec::new();
    for (at, piece) in pieces.into_iter().enumerate() {
        list.push(bucket(piece, at, names)?);
    }
    if kind == 2 && list.len() != 1 {
        return fail(text, "an indirect group has exactly one bucket");
    }
    Ok(Group {
        id,
        kind,
        buckets: list,
        selection: SelectionMethod::default(),
    })
}

fn bucket(text: &str, at: usize, names: &Names) -> Parsed<Bucket> {
    let mut bucket = Bucket {
        id: u32::try_from(at).unwrap_or(u32::MAX),
        weight: 1,
        watch_port: Port::ANY,
        watch_group: u32::MAX,
        actions: Vec::new(),
    };
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches([',', ' ']);
        let end = rest.find([',', ' ']).unwrap_or(rest.len());
        let (word, tail) = rest.split_at_checked(end).unwrap_or((rest, ""));
        let Some((key, value)) = word.split_once([':', '=']) else {
            break;
        };
        match key {
            "weight" => bucket.weight = u16_of(value, "weight")?,
            "bucket_id" => bucket.id = u32_of(value)?,
            "watch_group" => bucket.watch_group = u32_of(value)?,
            "watch_port" => match port(value, names) {
                Some(port) => bucket.watch_port = port,
                None => return fail(value, format!("{value}: invalid or unknown port for watch_port")),
            },
            "actions" | "action" => {
                rest = rest.get(key.len() + 1..).unwrap_or_default();
                break;
            }
            _ => break,
        }
        rest = tail;
    }
    let place = Place {
        names,
        instructions: false,
        outer: None,
        depth: 0,
    };
    bucket.actions = parse_list(rest.trim_end_matches([',', ' ']), place)?;
    Ok(bucket)
}
