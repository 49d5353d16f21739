//! `ofp diff`: what makes the flows of one file into those of another.

use crate::options::{OPERAND, Options};
use crate::{Failure, flow_file, json};
use openflow_rs::table::{Change, ChangeKind, Changes, CookieSpace, format_difference};
use openflow_rs::text::{Names, format_flow};
use openflow_rs::wire::{ErrorCode, Version};
use std::io::Write;

pub(crate) fn run(arguments: &[String]) -> Result<(), Failure> {
    let options = Options::parse(arguments, &["--protocol", "--ports", "--json", OPERAND])?;
    let [before, after] = options.operands.as_slice() else {
        return Err(Failure::Usage("diff needs two files".into()));
    };
    let version = options.version.unwrap_or(Version::V1_4);
    if version < Version::V1_3 {
        return Err(Failure::Usage(format!("OpenFlow {version} is not allowed here")));
    }
    let names = &options.names;
    let before = flow_file::read(before, version, names)?;
    let after = flow_file::read(after, version, names)?;
    let changes = Changes::between(&after, &before, CookieSpace::EVERYTHING);
    let mut list: Vec<Change<'_>> = changes.iter().collect();
    list.sort_by_key(|change| {
        let flow = change.after.or(change.before);
        flow.map(|flow| (flow.table, u16::MAX - flow.priority))
    });
    let bad = |code: ErrorCode| Failure::Input(code.to_string());
    let mut output = std::io::BufWriter::new(std::io::stdout().lock());
    if options.json {
        let line = as_json(&list, names).map_err(bad)?;
        writeln!(output, "{line}")?;
    } else {
        for change in &list {
            output.write_all(format_difference(change, names).map_err(bad)?.as_bytes())?;
        }
    }
    output.flush()?;
    if list.is_empty() {
        Ok(())
    } else {
        Err(Failure::Status(1))
    }
}

fn as_json(changes: &[Change<'_>], names: &Names) -> Result<String, ErrorCode> {
    let mut out = String::from("{\"changes\":[");
    for (place, change) in changes.iter().enumerate() {
        let kind = match change.kind {
            ChangeKind::Add => "add",
            ChangeKind::Replace => "replace",
            ChangeKind::Modify => "modify",
            ChangeKind::Delete => "delete",
        };
        out.push_str(if place == 0 { "{\"kind\":" } else { ",{\"kind\":" });
        out.push_str(&json::quoted(kind));
        for (key, flow) in [("before", change.before), ("after", change.after)] {
            if let Some(flow) = flow {
                out.push_str(&format!(",\"{key}\":"));
                out.push_str(&json::quoted(&format_flow(&flow.to_flow_mod()?, names)));
            }
        }
        out.push('}');
    }
    out.push_str("]}");
    Ok(out)
}
