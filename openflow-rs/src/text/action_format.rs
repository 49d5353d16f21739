//! Actions as text.

use super::Names;
use super::field_format::*;
use super::output_parse::REASONS;
use crate::wire::*;

/// Appends a list of actions as `ovs-ofctl dump-flows` does, `drop` for none.
pub(super) fn put_actions(out: &mut String, actions: &[Action], names: &Names) {
    if actions.is_empty() {
        return out.push_str("drop");
    }
    for (i, action) in actions.iter().enumerate() {
        if i > 0 {
            out.push(',');
        }
        put_action(out, action, names);
    }
}

/// The reason of a packet-in, by its name or number.
pub(super) fn reason_name(reason: u8) -> String {
    match reason {
        6 | 7 => String::new(),
        _ => match REASONS.get(usize::from(reason)).filter(|name| !name.is_empty()) {
            Some(name) => (*name).into(),
            None => reason.to_string(),
        },
    }
}

pub(super) fn put_hex_points(out: &mut String, bytes: &[u8]) {
    for (i, byte) in bytes.iter().enumerate() {
        put(out, format_args!("{}{byte:02x}", if i > 0 { "." } else { "" }));
    }
}

/// Removes the comma at the end, if there is one.
fn chomp(out: &mut String) {
    if out.ends_with(',') {
        out.pop();
    }
}

fn put_bytes_mac(out: &mut String, mac: [u8; 6]) {
    put_mac(out, mac.iter().fold(0, |n, byte| n << 8 | u128::from(*byte)));
}

#[expect(
    clippy::too_many_lines,
    reason = "one arm for each action; splitting would hide the list"
)]
fn put_action(out: &mut String, action: &Action, names: &Names) {
    use Action as A;
    match action {
        A::Output { port, max_len } => {
            if *port < Port::MAX {
                out.push_str("output:");
            }
            put_port(out, *port, names);
            if *port == Port::CONTROLLER {
                put(out, format_args!(":{max_len}"));
            }
        }
        A::OutputTrunc { port, max_len } => {
            out.push_str("output(port=");
            put_port(out, *port, names);
            put(out, format_args!(",max_len={max_len})"));
        }
        A::OutputReg(output) => {
            out.push_str("output:");
            put_subfield(out, &output.source);
        }
        A::Group(id) => put(out, format_args!("group:{id}")),
        A::Controller(controller) => put_controller(out, controller),
        A::Enqueue { port, queue } => {
            out.push_str("enqueue:");
            put_port(out, *port, names);
            put(out, format_args!(":{queue}"));
        }
        A::Bundle(bundle) => put_bundle(out, bundle, names),
        A::SetField(set) if set.form == LoadForm::Load => {
            for (destination, value) in load_segments(set) {
                out.push_str("load:");
                put_alternate_hex(out, u128::from(value));
                out.push_str("->");
                put_subfield(out, &destination);
                out.push(',');
            }
            chomp(out);
        }
        A::SetField(set) => {
            out.push_str("set_field:");
            put_value(out, set.field, &set.value, Some(&set.mask), names);
            put(out, format_args!("->{}", set.field.name));
        }
        A::SetVlanVid {
            vid, push_if_needed, ..
        } => {
            put(
                out,
                format_args!("{}_vlan_vid:{vid}", if *push_if_needed { "mod" } else { "set" }),
            );
        }
        A::SetVlanPcp {
            pcp, push_if_needed, ..
        } => {
            put(
                out,
                format_args!("{}_vlan_pcp:{pcp}", if *push_if_needed { "mod" } else { "set" }),
            );
        }
        A::StripVlan { pop } => out.push_str(if *pop { "pop_vlan" } else { "strip_vlan" }),
        A::PushVlan(eth_type) => put(out, format_args!("push_vlan:{eth_type:#x}")),
        A::SetEthSrc(mac) | A::SetEthDst(mac) => {
            put(out, format_args!("{}:", action.name()));
            put_bytes_mac(out, *mac);
        }
        A::SetIpv4Src(ip) | A::SetIpv4Dst(ip) => put(out, format_args!("{}:{ip}", action.name())),
        A::SetIpDscp(n) | A::SetIpEcn(n) | A::SetIpTtl(n) => put(out, format_args!("{}:{n}", action.name())),
        A::SetL4Src { port, .. } | A::SetL4Dst { port, .. } => {
            put(out, format_args!("{}:{port}", action.name()))
        }
        A::Move {
            source, destination, ..
        } => {
            out.push_str("move:");
            put_subfield(out, source);
            out.push_str("->");
            put_subfield(out, destination);
        }
        A::Push(op) | A::Pop(op) => {
            put(out, format_args!("{}:", action.name()));
            put_subfield(out, &op.subfield);
        }
        A::DecTtl(DecTtl::Default) => out.push_str("dec_ttl"),
        A::DecTtl(DecTtl::Controllers(ids)) => {
            let ids: Vec<String> = ids.iter().map(u16::to_string).collect();
            put(out, format_args!("dec_ttl({})", ids.join(",")));
        }
        A::SetMplsLabel(label) => put(out, format_args!("set_mpls_label({label})")),
        A::SetMplsTc(n) | A::SetMplsTtl(n) => put(out, format_args!("{}({n})", action.name())),
        A::PushMpls(eth_type) | A::PopMpls(eth_type) => {
            put(out, format_args!("{}:0x{eth_type:04x}", action.name()))
        }
        A::DeleteField(field) => put(out, format_args!("delete_field:{}", field.name)),
        A::Encap(encap) => put_encap(out, encap),
        A::Decap(0xfffe) => out.push_str("decap()"),
        A::Decap(packet_type) => {
            put(
                out,
                format_args!("decap(packet_type(ns={},type=", packet_type >> 16),
            );
            put_alternate_hex(out, u128::from(packet_type & 0xffff));
            out.push_str("))");
        }
        A::SetTunnel { id, wide } => {
            put(
                out,
                format_args!(
                    "set_tunnel{}:",
                    if *wide || *id > u64::from(u32::MAX) {
                        "64"
                    } else {
                        ""
                    }
                ),
            );
            put_alternate_hex(out, u128::from(*id));
        }
        A::SetQueue(queue) => put(out, format_args!("set_queue:{queue}")),
        A::FinTimeout { idle, hard } => {
            out.push_str("fin_timeout(");
            if *idle != 0 {
                put(out, format_args!("idle_timeout={idle},"));
            }
            if *hard != 0 {
                put(out, format_args!("hard_timeout={hard},"));
            }
            chomp(out);
            out.push(')');
        }
        A::Resubmit(resubmit) => put_resubmit(out, resubmit, names),
        A::Learn(learn) => put_learn(out, learn, names),
        A::Conjunction { id, clause, clauses } => {
            put(
                out,
                format_args!("conjunction({id},{}/{clauses})", u16::from(*clause) + 1),
            );
        }
        A::Multipath(m) => {
            let algorithm = ["modulo_n", "hash_threshold", "hrw", "iter_hash"].get(usize::from(m.algorithm));
            put(
                out,
                format_args!(
                    "multipath({},{},{},{},{},",
                    m.fields.name(),
                    m.basis,
                    algorithm.copied().unwrap_or("<unknown>"),
                    u32::from(m.max_link) + 1,
                    m.argument
                ),
            );
            put_subfield(out, &m.destination);
            out.push(')');
        }
        A::Note(bytes) => {
            out.push_str("note:");
            put_hex_points(out, bytes);
        }
        A::Sample(sample) => put_sample(out, sample, names),
        A::Ct(ct) => put_ct(out, ct, names),
        A::Nat(nat) => put_nat(out, nat),
        A::Clone(actions) | A::WriteActions(actions) => {
            put(out, format_args!("{}(", action.name()));
            put_actions(out, actions, names);
            out.push(')');
        }
        A::CheckPktLarger(check) => {
            put(out, format_args!("check_pkt_larger({})->", check.length));
            put_subfield(out, &check.destination);
        }
        A::Meter(id) => put(out, format_args!("meter:{id}")),
        A::WriteMetadata { metadata, mask } => {
            out.push_str("write_metadata:");
            put_alternate_hex(out, u128::from(*metadata));
            if *mask != u64::MAX {
                out.push('/');
                put_alternate_hex(out, u128::from(*mask));
            }
        }
        A::GotoTable(table) => {
            out.push_str("goto_table:");
            put_table(out, *table, names);
        }
        A::DecMplsTtl
        | A::DecNshTtl
        | A::PopQueue
        | A::Exit
        | A::CtClear
        | A::ClearActions
        | A::DebugRecirc
        | A::DebugSlow => out.push_str(action.name()),
    }
}

fn put_controller(out: &mut String, c: &Controller) {
    let plain = c.reason == Controller::REASON_ACTION && c.id == 0 && c.userdata.is_empty() && !c.pause;
    if plain && c.meter.is_none() {
        return put(out, format_args!("CONTROLLER:{}", c.max_len));
    }
    out.push_str("controller(");
    if c.reason != Controller::REASON_ACTION {
        put(out, format_args!("reason={},", reason_name(c.reason)));
    }
    if c.max_len != u16::MAX {
        put(out, format_args!("max_len={},", c.max_len));
    }
    if c.id != 0 {
        put(out, format_args!("id={},", c.id));
    }
    if !c.userdata.is_empty() {
        out.push_str("userdata=");
        put_hex_points(out, &c.userdata);
        out.push(',');
    }
    if c.pause {
        out.push_str("pause,");
    }
    if let Some(meter) = c.meter {
        put(out, format_args!("meter_id={meter},"));
    }
    chomp(out);
    out.push(')');
}

fn put_bundle(out: &mut String, bundle: &Bundle, names: &Names) {
    let name = if bundle.destination.is_some() {
        "bundle_load"
    } else {
        "bundle"
    };
    let algorithm = if bundle.hrw { "hrw" } else { "active_backup" };
    put(
        out,
        format_args!(
            "{name}({},{},{algorithm},ofport,",
            bundle.fields.name(),
            bundle.basis
        ),
    );
    if let Some(destination) = &bundle.destination {
        put_subfield(out, destination);
        out.push(',');
    }
    out.push_str("members:");
    for (i, member) in bundle.members.iter().enumerate() {
        if i > 0 {
            out.push(',');
        }
        put_port(out, *member, names);
    }
    out.push(')');
}

fn put_encap(out: &mut String, encap: &Encap) {
    let header = match encap.packet_type {
        0 => "ethernet",
        0x1_894f => "nsh",
        0x1_8847 => "mpls",
        0x1_8848 => "mpls_mc",
        _ => "UNKNOWN",
    };
    put(out, format_args!("encap({header}"));
    if !encap.properties.is_empty() {
        out.push('(');
        for property in &encap.properties {
            match property {
                EncapProperty::NshMdType(kind) => put(out, format_args!("md_type={kind},")),
                EncapProperty::NshTlv { class, kind, data } => {
                    put(out, format_args!("tlv(0x{class:04x},{kind},"));
                    put_hex(out, data);
                    out.push_str("),");
                }
            }
        }
        chomp(out);
        out.push(')');
    }
    out.push(')');
}

fn put_resubmit(out: &mut String, r: &Resubmit, names: &Names) {
    if r.port != Port::IN_PORT && r.table == 255 {
        out.push_str("resubmit:");
        return put_port(out, r.port, names);
    }
    out.push_str("resubmit(");
    if r.port != Port::IN_PORT {
        put_port(out, r.port, names);
    }
    out.push(',');
    if r.table != 255 {
        put_table(out, r.table, names);
    }
    if r.ct {
        out.push_str(",ct");
    }
    out.push(')');
}

fn put_learn(out: &mut String, learn: &Learn, names: &Names) {
    out.push_str("learn(table=");
    put_table(out, learn.table, names);
    let timeouts = [
        ("idle_timeout", learn.idle_timeout),
        ("hard_timeout", learn.hard_timeout),
        ("fin_idle_timeout", learn.fin_idle_timeout),
        ("fin_hard_timeout", learn.fin_hard_timeout),
    ];
    for (name, seconds) in timeouts {
        if seconds != 0 {
            put(out, format_args!(",{name}={seconds}"));
        }
    }
    if learn.priority != FlowMod::DEFAULT_PRIORITY {
        put(out, format_args!(",priority={}", learn.priority));
    }
    if learn.flags & Learn::SEND_FLOW_REM != 0 {
        out.push_str(",send_flow_rem");
    }
    if learn.flags & Learn::DELETE_LEARNED != 0 {
        out.push_str(",delete_learned");
    }
    if learn.cookie != 0 {
        put(out, format_args!(",cookie={:#x}", learn.cookie));
    }
    if learn.limit != 0 {
        put(out, format_args!(",limit={}", learn.limit));
    }
    if let Some(result) = learn.result.filter(|_| learn.flags & Learn::WRITE_RESULT != 0) {
        out.push_str(",result_dst=");
        put_subfield(out, &result);
    }
    for spec in &learn.specs {
        out.push(',');
        put_spec(out, spec, names);
    }
    out.push(')');
}

fn put_spec(out: &mut String, spec: &LearnSpec, names: &Names) {
    let bytes = u8::try_from(spec.width.div_ceil(8)).unwrap_or(u8::MAX);
    match (&spec.destination, &spec.source) {
        (LearnDestination::Match(to), LearnSource::Immediate(value)) if to.is_whole() => {
            put(out, format_args!("{}=", to.field.name));
            put_value(out, to.field, value, None, names);
        }
        (LearnDestination::Match(to), LearnSource::Immediate(value)) => {
            put_subfield(out, to);
            out.push('=');
            put_hex(out, &value.to_bytes(bytes));
        }
        (LearnDestination::Match(to), LearnSource::Field(from)) => {
            put_subfield(out, to);
            if from.field != to.field || from.offset != to.offset {
                out.push('=');
                put_subfield(out, from);
            }
        }
        (LearnDestination::Load(to), LearnSource::Immediate(value)) => {
            out.push_str("load:");
            put_hex(out, &value.to_bytes(bytes));
            out.push_str("->");
            put_subfield(out, to);
        }
        (LearnDestination::Load(to), LearnSource::Field(from)) => {
            out.push_str("load:");
            put_subfield(out, from);
            out.push_str("->");
            put_subfield(out, to);
        }
        (LearnDestination::Output, LearnSource::Field(from)) => {
            out.push_str("output:");
            put_subfield(out, from);
        }
        (LearnDestination::Output, LearnSource::Immediate(_)) => {}
    }
}

fn put_sample(out: &mut String, s: &Sample, names: &Names) {
    put(
        out,
        format_args!(
            "sample(probability={},collector_set_id={},obs_domain_id={},obs_point_id={}",
            s.probability, s.collector_set, s.observation_domain, s.observation_point
        ),
    );
    if s.port != Port::ANY {
        out.push_str(",sampling_port=");
        put_port(out, s.port, names);
    }
    out.push_str(match s.direction {
        SampleDirection::Default => ")",
        SampleDirection::Ingress => ",ingress)",
        SampleDirection::Egress => ",egress)",
    });
}

fn put_ct(out: &mut String, ct: &Ct, names: &Names) {
    out.push_str("ct(");
    if ct.flags & Ct::COMMIT != 0 {
        out.push_str("commit,");
    }
    if ct.flags & Ct::FORCE != 0 {
        out.push_str("force,");
    }
    if ct.table != 255 {
        out.push_str("table=");
        put_table(out, ct.table, names);
        out.push(',');
    }
    match &ct.zone {
        CtZone::Number(0) => {}
        CtZone::Number(zone) => put(out, format_args!("zone={zone},")),
        CtZone::Field(source) => {
            out.push_str("zone=");
            put_subfield(out, source);
            out.push(',');
        }
    }
    let exec = match ct.actions.split_first() {
        Some((Action::Nat(nat), rest)) => {
            put_nat(out, nat);
            out.push(',');
            rest
        }
        _ => &ct.actions,
    };
    if !exec.is_empty() {
        out.push_str("exec(");
        put_actions(out, exec, names);
        out.push_str("),");
    }
    match ct.alg {
        0 => {}
        21 => out.push_str("alg=ftp,"),
        69 => out.push_str("alg=tftp,"),
        alg => put(out, format_args!("alg={alg},")),
    }
    chomp(out);
    out.push(')');
}

fn put_nat(out: &mut String, nat: &Nat) {
    out.push_str("nat");
    if nat.flags & (Nat::SRC | Nat::DST) == 0 {
        return;
    }
    out.push_str(if nat.flags & Nat::SRC != 0 { "(src" } else { "(dst" });
    let (first_port, last_port) = nat.ports;
    match &nat.addresses {
        NatAddresses::None => {}
        NatAddresses::V4(first, last) => {
            put(out, format_args!("={first}"));
            if !last.is_unspecified() && last != first {
                put(out, format_args!("-{last}"));
            }
        }
        NatAddresses::V6(first, last) => {
            let mut address = |separator: char, ip: &std::net::Ipv6Addr| {
                out.push(separator);
                if first_port != 0 {
                    out.push('[');
                }
                put_ipv6(out, u128::from(*ip));
                if first_port != 0 {
                    out.push(']');
                }
            };
            address('=', first);
            if !last.is_unspecified() && last != first {
                address('-', last);
            }
        }
    }
    if first_port != 0 {
        put(out, format_args!(":{first_port}"));
        if last_port != 0 && last_port != first_port {
            put(out, format_args!("-{last_port}"));
        }
    }
    out.push(',');
    for (flag, name) in [
        (Nat::PERSISTENT, "persistent,"),
        (Nat::HASH, "hash,"),
        (Nat::RANDOM, "random,"),
    ] {
        if nat.flags & flag != 0 {
            out.push_str(name);
        }
    }
    chomp(out);
    out.push(')');
}
