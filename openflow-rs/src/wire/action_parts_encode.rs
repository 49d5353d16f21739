//! The larger actions to the wire.

use super::action::*;
use super::action_encode::put_actions;
use super::action_frame::*;
use super::cursor::Put;
use super::{FieldId, Port, Version};

pub(super) fn put_output_reg(out: &mut Vec<u8>, output: &OutputReg) {
    match output.source.field.nxm_header().filter(|_| !output.form2) {
        Some(header) => nicira(out, 15, |out| {
            out.put_u16(offset_width(&output.source));
            out.put_u32(header);
            out.put_u16(output.max_len);
            out.put_zeros(6);
        }),
        None => nicira(out, 32, |out| {
            out.put_u16(offset_width(&output.source));
            out.put_u16(output.max_len);
            let start = out.len();
            put_header(out, output.source.field, None);
            out.put_zeros(10usize.saturating_sub(out.len() - start));
        }),
    }
}

pub(super) fn put_controller(out: &mut Vec<u8>, c: &Controller) {
    if c.userdata.is_empty() && !c.pause && c.meter.is_none() && !c.form2 {
        return nicira(out, 20, |out| {
            out.put_u16(c.max_len);
            out.put_u16(c.id);
            out.put_u8(c.reason);
        });
    }
    // Open vSwitch counts two bytes of padding in.
    let padded = |n: u16| [n.to_be_bytes(), [0; 2]].concat();
    let property = |out: &mut Vec<u8>, kind: u16, bytes: &[u8]| {
        let start = out.len();
        out.put_u16(kind);
        out.put_u16(u16::try_from(4 + bytes.len()).unwrap_or(u16::MAX));
        out.extend_from_slice(bytes);
        out.pad_to_8(start);
    };
    nicira(out, 37, |out| {
        out.put_zeros(6);
        if c.max_len != u16::MAX {
            property(out, 0, &padded(c.max_len));
        }
        if c.id != 0 {
            property(out, 1, &padded(c.id));
        }
        if c.reason != Controller::REASON_ACTION {
            property(out, 2, &[c.reason]);
        }
        if !c.userdata.is_empty() {
            property(out, 3, &c.userdata);
        }
        if c.pause {
            property(out, 4, &[]);
        }
        if let Some(meter) = c.meter {
            property(out, 5, &meter.to_be_bytes());
        }
    });
}

pub(super) fn put_bundle(out: &mut Vec<u8>, bundle: &Bundle) {
    nicira(out, if bundle.destination.is_some() { 13 } else { 12 }, |out| {
        out.put_u16(u16::from(bundle.hrw));
        out.put_u16(bundle.fields as u16);
        out.put_u16(bundle.basis);
        out.put_u32(FieldId::IN_PORT.field().nxm_header().unwrap_or(0));
        out.put_u16(u16::try_from(bundle.members.len()).unwrap_or(u16::MAX));
        out.put_u16(bundle.destination.as_ref().map_or(0, offset_width));
        out.put_u32(bundle.destination.and_then(|d| d.field.nxm_header()).unwrap_or(0));
        out.put_zeros(4);
        bundle.members.iter().for_each(|member| out.put_u16(member.0));
    });
}

pub(super) fn put_encap(out: &mut Vec<u8>, encap: &Encap) {
    nicira(out, 46, |out| {
        out.put_u16(encap.header_size);
        out.put_u32(encap.packet_type);
        for property in &encap.properties {
            out.put_u16(4);
            match property {
                EncapProperty::NshMdType(kind) => {
                    out.extend_from_slice(&[1, 5, *kind, 0, 0, 0]);
                }
                EncapProperty::NshTlv { class, kind, data } => {
                    let length = u8::try_from(8 + data.len().next_multiple_of(8)).unwrap_or(u8::MAX);
                    out.extend_from_slice(&[2, length]);
                    out.put_u16(*class);
                    out.put_u8(*kind);
                    out.put_u8(u8::try_from(data.len()).unwrap_or(u8::MAX));
                    let start = out.len();
                    out.extend_from_slice(data);
                    out.pad_to_8(start);
                }
            }
        }
    });
}

pub(super) fn put_sample(out: &mut Vec<u8>, sample: &Sample) {
    let form = if sample.direction != SampleDirection::Default {
        SampleForm::Third
    } else if sample.port != Port::ANY {
        sample.form.max(SampleForm::Second)
    } else {
        sample.form
    };
    let kind = match form {
        SampleForm::First => 29,
        SampleForm::Second => 38,
        SampleForm::Third => 41,
    };
    nicira(out, kind, |out| {
        out.put_u16(sample.probability);
        out.put_u32(sample.collector_set);
        out.put_u32(sample.observation_domain);
        out.put_u32(sample.observation_point);
        if form != SampleForm::First {
            out.put_u16(sample.port.0);
            out.put_u8(sample.direction as u8);
            out.put_zeros(5);
        }
    });
}

pub(super) fn put_ct(out: &mut Vec<u8>, version: Version, ct: &Ct) {
    nicira(out, 35, |out| {
        out.put_u16(ct.flags);
        match &ct.zone {
            CtZone::Number(zone) => {
                out.put_u32(0);
                out.put_u16(*zone);
            }
            CtZone::Field(source) => {
                out.put_u32(source.field.nxm_header().unwrap_or(0));
                out.put_u16(offset_width(source));
            }
        }
        out.put_u8(ct.table);
        out.put_zeros(3);
        out.put_u16(ct.alg);
        put_actions(&ct.actions, version, out);
    });
}

pub(super) fn put_nat(out: &mut Vec<u8>, nat: &Nat) {
    let mut present = 0u16;
    let mut range = Vec::new();
    let mut add = |bit: u16, bytes: &[u8]| {
        if bytes.iter().any(|byte| *byte != 0) {
            present |= 1 << bit;
            range.extend_from_slice(bytes);
        }
    };
    match &nat.addresses {
        NatAddresses::None => {}
        NatAddresses::V4(first, last) => {
            add(0, &first.octets());
            add(1, &last.octets());
        }
        NatAddresses::V6(first, last) => {
            add(2, &first.octets());
            add(3, &last.octets());
        }
    }
    if nat.addresses != NatAddresses::None {
        add(4, &nat.ports.0.to_be_bytes());
        add(5, &nat.ports.1.to_be_bytes());
    }
    nicira(out, 36, |out| {
        out.put_zeros(2);
        out.put_u16(nat.flags);
        out.put_u16(present);
        out.extend_from_slice(&range);
    });
}
