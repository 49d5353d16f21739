//! Files of flows, one in a line.

use crate::Failure;
use crate::lines::without_comment;
use openflow_rs::table::FlowSet;
use openflow_rs::text::{Names, parse_flow, parse_group};
use openflow_rs::trace::Pipeline;
use openflow_rs::wire::Version;

/// Calls `each` with every line as `ovs-ofctl add-flows` reads it: empty lines and what follows `#` do not count.
fn lines(path: &str, mut each: impl FnMut(usize, &str) -> Result<(), String>) -> Result<(), Failure> {
    let text = std::fs::read_to_string(path).map_err(|error| Failure::Input(format!("{path}: {error}")))?;
    for (number, line) in text.lines().enumerate() {
        let line = without_comment(line);
        if !line.trim().is_empty() {
            each(number + 1, line).map_err(|why| Failure::Input(format!("{path}:{}: {why}", number + 1)))?;
        }
    }
    Ok(())
}

/// Reads flows as a switch keeps them.
pub(crate) fn read(path: &str, version: Version, names: &Names) -> Result<FlowSet, Failure> {
    let mut flows = FlowSet::new(version);
    lines(path, |_, line| {
        let flow = parse_flow(line, names).map_err(|error| error.to_string())?;
        flows.insert(&flow).map_err(|error| error.to_string())?;
        Ok(())
    })?;
    Ok(flows)
}

/// Reads flows and groups (lines with `group_id=`) to trace through; notes the line of each flow.
pub(crate) fn fill(
    path: &str,
    names: &Names,
    pipeline: &mut Pipeline,
    of_flow: &mut Vec<usize>,
) -> Result<(), Failure> {
    lines(path, |number, line| {
        if line.trim_start().starts_with("group_id=") {
            let group = parse_group(line, names).map_err(|error| error.to_string())?;
            pipeline.add_group(group);
        } else {
            pipeline.add_flow(&parse_flow(line, names).map_err(|error| error.to_string())?);
            of_flow.push(number);
        }
        Ok(())
    })
}
