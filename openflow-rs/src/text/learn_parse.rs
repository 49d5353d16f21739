//! The `learn` action.

use super::Names;
use super::error::{Parsed, fail};
use super::field_parse::{exact_value, move_fields, subfield};
use super::scan::{KeyValues, atoi, atoi16, integer, leading_number, split_arrow, table};
use crate::wire::{FlowMod, Learn, LearnDestination, LearnSource, LearnSpec, Subfield, Value};

pub(super) fn learn(text: &str, names: &Names) -> Parsed<Learn> {
    let mut learn = Learn {
        idle_timeout: 0,
        hard_timeout: 0,
        priority: FlowMod::DEFAULT_PRIORITY,
        cookie: 0,
        flags: 0,
        table: 1,
        fin_idle_timeout: 0,
        fin_hard_timeout: 0,
        limit: 0,
        result: None,
        form2: false,
        specs: Vec::new(),
    };
    for (key, value) in KeyValues::new(text) {
        match key {
            "table" => match table(value, names) {
                Some(255) => {
                    return fail(
                        value,
                        format!("{text}: table id 255 not valid for `learn' action"),
                    );
                }
                Some(number) => learn.table = number,
                None => return fail(value, format!("unknown table \"{value}\"")),
            },
            "priority" => learn.priority = atoi16(value),
            "idle_timeout" => learn.idle_timeout = atoi16(value),
            "hard_timeout" => learn.hard_timeout = atoi16(value),
            "fin_idle_timeout" => learn.fin_idle_timeout = atoi16(value),
            "fin_hard_timeout" => learn.fin_hard_timeout = atoi16(value),
            "cookie" => learn.cookie = leading_number(value).map_or(0, |(cookie, _)| cookie),
            "send_flow_rem" => learn.flags |= Learn::SEND_FLOW_REM,
            "delete_learned" => learn.flags |= Learn::DELETE_LEARNED,
            "limit" => learn.limit = u32::from_be_bytes(atoi(value).to_be_bytes()),
            "result_dst" => {
                learn.flags |= Learn::WRITE_RESULT;
                let result = subfield(value)?;
                if !result.field.writable {
                    return fail(value, format!("{value} is read-only"));
                }
                if result.width != 1 {
                    return fail(value, "result_dst in 'learn' action must be a single bit");
                }
                learn.result = Some(result);
            }
            _ => learn.specs.push(spec(text, key, value, names)?),
        }
    }
    Ok(learn)
}

fn spec(whole: &str, key: &str, value: &str, names: &Names) -> Parsed<LearnSpec> {
    let supported = |subfield: Subfield, at: &str| match subfield.field.nxm_header() {
        Some(_) => Ok(subfield),
        None => fail(
            at,
            format!("{whole}: experimenter OXM field '{at}' not supported"),
        ),
    };
    if let Ok(destination) = subfield(key) {
        let destination = supported(destination, key)?;
        let width = destination.width;
        let source = if value.is_empty() {
            LearnSource::Field(destination)
        } else {
            match subfield(value) {
                Ok(source) if source.width != width => {
                    let widths = format!(
                        "bit widths of {key} ({}) and {value} ({width}) differ",
                        source.width
                    );
                    return fail(value, format!("{whole}: {widths}"));
                }
                Ok(source) => LearnSource::Field(source),
                Err(no_field) => match immediate(destination, value, names) {
                    Ok(immediate) => LearnSource::Immediate(immediate),
                    Err(no_value) => {
                        let why = format!(
                            "{whole}: {key} value {value} cannot be parsed as a subfield ({}) or an immediate value ({})",
                            no_field.message, no_value.message
                        );
                        return fail(value, why);
                    }
                },
            }
        };
        return Ok(LearnSpec {
            width,
            source,
            destination: LearnDestination::Match(destination),
        });
    }
    match key {
        "load" => {
            let Some((left, right)) = split_arrow(value) else {
                return fail(value, format!("load: missing `->' in `{value}'"));
            };
            if left.is_empty() {
                return fail(value, format!("load: missing source before `->' in `{value}'"));
            }
            if let Ok((wide, rest)) = integer(value, 128) {
                if rest.len() != right.len() + 2 {
                    return fail(rest, format!("load: garbage before `->' in `{value}'"));
                }
                let destination = supported(subfield(right)?, right)?;
                if !wide.fits(u32::from(destination.width)) {
                    return fail(
                        value,
                        format!("{value}: value does not fit into {} bits", destination.width),
                    );
                }
                let source = LearnSource::Immediate(narrow(&wide, destination));
                return Ok(LearnSpec {
                    width: destination.width,
                    source,
                    destination: LearnDestination::Load(destination),
                });
            }
            let (source, destination) = move_fields(value)?;
            Ok(LearnSpec {
                width: source.width,
                source: LearnSource::Field(source),
                destination: LearnDestination::Load(destination),
            })
        }
        "output" => {
            let source = subfield(value)?;
            Ok(LearnSpec {
                width: source.width,
                source: LearnSource::Field(source),
                destination: LearnDestination::Output,
            })
        }
        _ => fail(key, format!("{whole}: unknown keyword {key}")),
    }
}

/// The value in as many bytes as the bits need.
fn narrow(value: &Value, destination: Subfield) -> Value {
    let bytes = u8::try_from(destination.width.div_ceil(8)).unwrap_or(u8::MAX);
    Value::from_bytes(&value.to_bytes(bytes), bytes)
}

fn immediate(destination: Subfield, text: &str, names: &Names) -> Parsed<Value> {
    if destination.is_whole() {
        return Ok(narrow(&exact_value(destination.field, text, names)?, destination));
    }
    match integer(text, destination.field.bytes) {
        Ok((value, "")) => {
            if value.fits(u32::from(destination.width)) {
                Ok(narrow(&value, destination))
            } else {
                fail(
                    text,
                    format!("value {value:?} does not fit into {} bits", destination.width),
                )
            }
        }
        _ => fail(text, "cannot parse integer value"),
    }
}
