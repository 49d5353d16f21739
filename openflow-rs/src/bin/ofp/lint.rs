//! `ofp lint`: what is wrong with the flows of each table of flows.

use crate::lines::Block;
use crate::options::Options;
use crate::{Failure, json, lines};
use openflow_rs::lint::{Finding, lint};
use std::io::Write;

pub(crate) fn run(arguments: &[String]) -> Result<(), Failure> {
    let options = Options::parse(arguments, &["--ports"])?;
    let answer = |flows: &[String]| answer(&lint(flows, options.ports.as_ref()));
    let mut flows: Vec<String> = Vec::new();
    lines::blocks(|block, output| {
        let Block::Lines(block) = block else {
            // It stays a line, and one that cannot be read.
            flows.push(lines::too_long());
            return Ok(());
        };
        for line in lines::split(block) {
            if line.trim().is_empty() {
                writeln!(output, "{}", answer(&flows))?;
                flows.clear();
            } else {
                flows.push(line.trim().to_owned());
            }
        }
        Ok(())
    })?;
    if !flows.is_empty() {
        writeln!(std::io::stdout(), "{}", answer(&flows))?;
    }
    Ok(())
}

fn answer(findings: &[Finding]) -> String {
    let mut out = String::from("{\"findings\":[");
    for (place, finding) in findings.iter().enumerate() {
        out.push_str(if place == 0 { "{\"rule\":" } else { ",{\"rule\":" });
        out.push_str(&json::quoted(finding.rule.name()));
        let lines: Vec<String> = finding.lines.iter().map(ToString::to_string).collect();
        out.push_str(&format!(",\"lines\":[{}],\"message\":", lines.join(",")));
        out.push_str(&json::quoted(&finding.message));
        out.push_str(",\"mend\":");
        out.push_str(&json::quoted(&finding.mend));
        out.push('}');
    }
    out.push_str("]}");
    out
}
