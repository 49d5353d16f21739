//! Decoding takes short cuts where it can: they must not show.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail where it stands"
)]

mod support;

use openflow_rs::text::{Names, parse_flow};
use openflow_rs::wire::{
    ErrorCode as E, Field, FlowStats, FlowStatsReply, Frame, Kind, Match, Value, Version, decode_nxm_match,
    put_message,
};
use support::{Random, random_flow};

/// A field as it stands in a list: the header's first bytes, value and mask.
struct Entry {
    field: &'static Field,
    value: Vec<u8>,
    mask: Option<Vec<u8>>,
}

impl Entry {
    fn random(r: &mut Random, fields: &[&'static Field]) -> Self {
        let field = fields[r.below(fields.len() as u64) as usize];
        let bytes = usize::from(field.bytes);
        // Few bits, so that values and masks are often right.
        let sparse = |r: &mut Random| -> Vec<u8> {
            let mut all = vec![0; bytes];
            all[r.below(bytes as u64) as usize] = r.next() as u8;
            all
        };
        let mut value = sparse(r);
        let mask = match r.below(4) {
            0 => Some(vec![0xff; bytes]),
            1 => Some(sparse(r)),
            _ => None,
        };
        if let Some(mask) = mask.as_ref().filter(|_| r.below(8) != 0) {
            value
                .iter_mut()
                .zip(mask)
                .for_each(|(value, mask)| *value &= mask);
        }
        Self { field, value, mask }
    }

    fn exactly(name: &str, value: u128) -> Self {
        let field = Field::from_name(name).expect("a field");
        let value = Value::from(value).to_bytes(field.bytes);
        Self {
            field,
            value,
            mask: None,
        }
    }

    fn put(&self, out: &mut Vec<u8>) {
        let header = self.field.header(None).expect("a field of the wire");
        let masked = u8::from(self.mask.is_some());
        let length = self.field.bytes << masked;
        out.extend(header.class.to_be_bytes());
        out.extend([header.field << 1 | masked, length]);
        out.extend(&self.value);
        out.extend(self.mask.iter().flatten());
    }

    /// Adds the field to a match by the rules, one after another.
    fn add_to(&self, matches: &mut Match) -> Result<(), E> {
        let field = self.field;
        let value = Value::from_bytes(&self.value, field.bytes);
        let mask = self
            .mask
            .as_ref()
            .map(|mask| Value::from_bytes(mask, field.bytes));
        let outside = |mask: &Vec<u8>| {
            self.value
                .iter()
                .zip(mask)
                .any(|(value, mask)| value & !mask != 0)
        };
        let refusals = [
            (self.mask.as_ref().is_some_and(outside), E::OFPBMC_BAD_WILDCARDS),
            (
                mask.as_ref().is_some_and(|mask| !field.is_mask_valid(mask)),
                E::OFPBMC_BAD_MASK,
            ),
            (!field.is_value_valid(&value), E::OFPBMC_BAD_VALUE),
            (!matches.meets(field), E::OFPBMC_BAD_PREREQ),
            (!matches.is_wild(field), E::OFPBMC_DUP_FIELD),
        ];
        if let Some((_, error)) = refusals.iter().find(|(refused, _)| *refused) {
            return Err(*error);
        }
        matches.set(field, &value, mask.as_ref());
        matches.add_ethernet_prerequisite(field);
        Ok(())
    }
}

#[test]
fn a_list_of_fields_means_what_they_mean_one_by_one() {
    let fields: Vec<&Field> = Field::all()
        .iter()
        .filter(|field| !field.variable && field.nxm_header().is_some())
        .collect();
    let mut r = Random(0xdec0de);
    let (mut right, mut refused) = (0, 0);
    for _ in 0..60_000 {
        let mut list = Vec::new();
        let eth_type = [0x0800, 0x86dd, 0x0806, 0x8847, 0x894f][r.below(5) as usize];
        if r.below(8) != 0 {
            list.push(Entry::exactly("eth_type", eth_type));
            if eth_type == 0x0800 || eth_type == 0x86dd {
                let protocol = [6, 17, 132, 1, 58][r.below(5) as usize];
                list.push(Entry::exactly("ip_proto", protocol));
            }
        }
        list.extend((0..r.below(4)).map(|_| Entry::random(&mut r, &fields)));
        let mut bytes = Vec::new();
        list.iter().for_each(|entry| entry.put(&mut bytes));
        let mut expected = Match::new();
        let added = list.iter().try_for_each(|entry| entry.add_to(&mut expected));
        let said = list.iter().map(|entry| entry.field.name);
        let said: Vec<_> = said.collect();
        assert_eq!(
            decode_nxm_match(&bytes),
            added.map(|()| expected),
            "{said:?} {bytes:02x?}"
        );
        *if added.is_ok() { &mut right } else { &mut refused } += 1;
    }
    assert!(right > 5000 && refused > 5000, "{right} right, {refused} refused");
}

/// A dump of one flow.
fn dump(text: &str, version: Version) -> Option<Vec<u8>> {
    let flow = parse_flow(text, &Names::new()).ok()?;
    let encoded = flow.encode(version, 0).ok()?;
    let mut message = Vec::new();
    put_message(&mut message, Kind::FlowReply, version, 1, |out| {
        out.extend((48 + encoded.len() as u16 - 48).to_be_bytes());
        // Table to timeouts, flags, importance, cookie and counts, of which only some are zero.
        out.extend([flow.table, 0, 0, 0, 0, 7, 0, 0, 0, 9]);
        out.extend(flow.priority.to_be_bytes());
        out.extend([0, 1, 0, 2, 0, 4, 0, 3, 0, 0]);
        out.extend([8; 24]);
        out.extend(&encoded[48..]);
    })
    .ok()?;
    Some(message)
}

#[test]
fn a_flow_read_in_place_of_another_keeps_nothing_of_it() {
    let mut r = Random(0xd0_d0);
    let mut kept = FlowStats::default();
    let mut compared = 0;
    while compared < 3000 {
        let version = [Version::V1_3, Version::V1_4][r.below(2) as usize];
        let Some(message) = dump(&random_flow(&mut r), version) else {
            continue;
        };
        let frame = Frame::parse(&message).expect("a message");
        let reply = || FlowStatsReply::new(&frame).expect("a dump");
        let fresh = reply().next().expect("a flow");
        let read = reply().read_next(&mut kept).expect("a flow");
        assert_eq!(read.map(|()| kept.clone()), fresh, "{message:02x?}");
        compared += 1;
    }
}
