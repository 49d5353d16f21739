//! `ofp trace`: what happens to a packet.

use crate::options::{OPERAND, Options};
use crate::{Failure, flow_file, json};
use openflow_rs::text::{Names, format_match};
use openflow_rs::trace::{Options as TraceOptions, Packet, Pass, Pipeline, Step, StepKind};
use openflow_rs::wire::FlowMod;
use std::io::Write;

pub(crate) fn run(arguments: &[String]) -> Result<(), Failure> {
    let allowed = [
        "--flows",
        "--groups",
        "--ports",
        "--ct-next",
        "--names",
        "--json",
        OPERAND,
    ];
    let options = Options::parse(arguments, &allowed)?;
    let [packet] = options.operands.as_slice() else {
        return Err(Failure::Usage("trace needs one packet".into()));
    };
    let Some(flows) = &options.flows else {
        return Err(Failure::Usage("--flows is missing".into()));
    };
    let mut pipeline = Pipeline::new();
    let mut lines = Vec::new();
    flow_file::fill(flows, &options.names, &mut pipeline, &mut lines)?;
    if let Some(groups) = &options.groups {
        flow_file::fill(groups, &options.names, &mut pipeline, &mut lines)?;
    }
    if let Some(ports) = &options.ports {
        pipeline.set_ports(ports.numbers());
    }
    let packet = Packet::parse(packet, &options.names)
        .map_err(|error| Failure::Input(format!("the packet: {error}")))?;
    let shown = if options.show_names {
        options.names.clone()
    } else {
        Names::new()
    };
    let trace_options = TraceOptions {
        ct_states: options.ct_states.clone(),
        names: shown.clone(),
    };
    let trace = pipeline.trace(&packet, &trace_options);
    let mut output = std::io::stdout().lock();
    if options.json {
        let passes: Vec<String> = trace
            .passes
            .iter()
            .map(|pass| pass_as_json(pass, &shown, &lines))
            .collect();
        let (passes, unfollowed) = (passes.join(","), trace.unfollowed);
        writeln!(output, "{{\"passes\":[{passes}],\"unfollowed\":{unfollowed}}}")?;
    } else {
        output.write_all(trace.to_text("br0").as_bytes())?;
    }
    output.flush()?;
    Ok(())
}

fn member(out: &mut String, key: &str, value: &str) {
    out.push_str(&format!("\"{key}\":"));
    out.push_str(&json::quoted(value));
    out.push(',');
}

fn pass_as_json(pass: &Pass, names: &Names, lines: &[usize]) -> String {
    let text = |packet: &Packet| format_match(&packet.to_match(), FlowMod::DEFAULT_PRIORITY, names);
    let mut out = String::from("{");
    if let Some(resumed) = &pass.resumed {
        member(&mut out, "ct_state", &resumed.ct_state);
    }
    member(&mut out, "flow", &text(&pass.packet));
    out.push_str(&format!("\"steps\":{},", steps_as_json(&pass.steps, lines)));
    member(&mut out, "final_flow", &text(&pass.last));
    if let Some(error) = pass.error {
        member(&mut out, "error", error);
    }
    member(&mut out, "datapath_actions", &pass.datapath);
    out.pop();
    out.push('}');
    out
}

fn steps_as_json(steps: &[Step], lines: &[usize]) -> String {
    let mut list = Vec::new();
    for step in steps {
        let mut out = String::from("{");
        let kind = match step.kind {
            StepKind::Table { .. } => "table",
            StepKind::ActionSet => "action-set",
            StepKind::Resume => "resume",
            StepKind::Action => "action",
            StepKind::Bucket => "bucket",
            StepKind::Detail => "detail",
            StepKind::Warning => "warning",
            StepKind::Error => "error",
        };
        member(&mut out, "kind", kind);
        if let StepKind::Table { table, flow } = step.kind {
            out.push_str(&format!("\"table\":{table},"));
            if let Some(line) = flow.and_then(|flow| lines.get(flow)) {
                out.push_str(&format!("\"line\":{line},"));
            }
        }
        member(&mut out, "text", step.text.trim_start());
        if !step.inner.is_empty() {
            out.push_str(&format!("\"steps\":{},", steps_as_json(&step.inner, lines)));
        }
        out.pop();
        out.push('}');
        list.push(out);
    }
    format!("[{}]", list.join(","))
}
