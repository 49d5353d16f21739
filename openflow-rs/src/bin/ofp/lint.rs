//! `ofp lint`: what is wrong with the flows of each table of flows.

use crate::options::Options;
use crate::{Failure, json};
use openflow_rs::lint::{Finding, lint};
use std::io::{BufRead, Write};

pub(crate) fn run(arguments: &[String]) -> Result<(), Failure> {
    let options = Options::parse(arguments, &["--ports"])?;
    let mut output = std::io::BufWriter::new(std::io::stdout().lock());
    let mut input = std::io::BufReader::new(std::io::stdin().lock());
    let mut flows: Vec<String> = Vec::new();
    let mut line = Vec::new();
    while input.read_until(b'\n', &mut line)? != 0 {
        let text = String::from_utf8_lossy(&line).trim().to_owned();
        line.clear();
        if text.is_empty() {
            writeln!(output, "{}", answer(&lint(&flows, options.ports.as_ref())))?;
            output.flush()?;
            flows.clear();
        } else {
            flows.push(text);
        }
    }
    if !flows.is_empty() {
        writeln!(output, "{}", answer(&lint(&flows, options.ports.as_ref())))?;
    }
    output.flush()?;
    Ok(())
}

fn answer(findings: &[Finding]) -> String {
    let mut out = String::from("{\"findings\":[");
    for (place, finding) in findings.iter().enumerate() {
        out.push_str(if place == 0 { "{\"rule\":" } else { ",{\"rule\":" });
        json::put_string(&mut out, finding.rule.name());
        let lines: Vec<String> = finding.lines.iter().map(ToString::to_string).collect();
        out.push_str(&format!(",\"lines\":[{}],\"message\":", lines.join(",")));
        json::put_string(&mut out, &finding.message);
        out.push_str(",\"mend\":");
        json::put_string(&mut out, &finding.mend);
        out.push('}');
    }
    out.push_str("]}");
    out
}
