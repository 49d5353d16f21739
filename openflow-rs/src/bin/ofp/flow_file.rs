//! Files of flows, one in a line.

use crate::Failure;
use openflow_rs::table::FlowSet;
use openflow_rs::text::{Names, parse_flow};
use openflow_rs::wire::Version;

/// Reads a file as `ovs-ofctl add-flows` does: empty lines and what follows `#` do not count.
pub(crate) fn read(path: &str, version: Version, names: &Names) -> Result<FlowSet, Failure> {
    let text = std::fs::read_to_string(path).map_err(|error| Failure::Input(format!("{path}: {error}")))?;
    let mut flows = FlowSet::new(version);
    for (number, line) in text.lines().enumerate() {
        let line = line.split('#').next().unwrap_or_default();
        if line.trim().is_empty() {
            continue;
        }
        let at = |why: String| Failure::Input(format!("{path}:{}: {why}", number + 1));
        let flow = parse_flow(line, names).map_err(|error| at(error.to_string()))?;
        flows.insert(&flow).map_err(|error| at(error.to_string()))?;
    }
    Ok(flows)
}
