//! What the tables of a switch can do.

use super::switch::known_actions;
use super::{Printer, pull_typed, text_of};
use crate::wire::{Cursor, ErrorCode as E, FieldId, Frame, Header, Version};
use std::collections::BTreeSet;

pub(super) type Fields = BTreeSet<FieldId>;

/// Actions, and the fields they may set.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Actions {
    pub(super) actions: u32,
    pub(super) set_fields: Fields,
}

impl Actions {
    fn is_empty(&self) -> bool {
        self.actions == 0 && self.set_fields.is_empty()
    }
}

/// What flows may do: those that match, or the one for all others.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Instructions {
    /// The tables to go to.
    next: BTreeSet<u8>,
    /// Bit n: the nth name of [`Instructions::NAMES`].
    pub(super) instructions: u8,
    pub(super) write: Actions,
    pub(super) apply: Actions,
}

impl Instructions {
    const NAMES: [&str; 6] = [
        "meter",
        "apply_actions",
        "clear_actions",
        "write_actions",
        "write_metadata",
        "goto_table",
    ];

    /// The bit of an instruction by its number on the wire.
    pub(super) fn bit(number: u16) -> Option<u8> {
        let wire = [6, 4, 5, 3, 2, 1];
        wire.iter().position(|known| *known == number).map(|i| 1 << i)
    }

    fn is_empty(&self) -> bool {
        self.next.is_empty() && self.instructions == 0 && self.write.is_empty() && self.apply.is_empty()
    }

    /// Whether both can do the same. A table that follows another can not go to itself.
    fn is_like(&self, table: u8, other: &Self, other_table: u8) -> bool {
        let (lower, upper, second) = if table < other_table {
            (&self.next, &other.next, other_table)
        } else {
            (&other.next, &self.next, table)
        };
        let follow = table.abs_diff(other_table) == 1 && lower.contains(&second) && !upper.contains(&second);
        let next = if follow {
            lower.iter().filter(|next| **next != second).eq(upper)
        } else {
            self.next == other.next
        };
        next && self.instructions == other.instructions
            && self.write == other.write
            && self.apply == other.apply
    }
}

/// What one table can do.
#[derive(Debug, Clone, Default)]
pub(super) struct TableFeatures {
    command: u8,
    pub(super) table: u8,
    pub(super) name: String,
    /// The bits that can be matched and written.
    pub(super) metadata: [u64; 2],
    pub(super) miss_config: Option<&'static str>,
    /// Eviction and vacancy events, if it says so.
    supports: Option<[bool; 2]>,
    pub(super) max_entries: u32,
    pub(super) hit: Instructions,
    pub(super) miss: Instructions,
    pub(super) matched: Fields,
    masked: Fields,
    pub(super) wildcard: Fields,
}

/// What one table counted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct TableStats {
    pub(super) active: u32,
    pub(super) lookups: u64,
    pub(super) matches: u64,
}

/// The tables that are like the one before and not printed yet.
#[derive(Default)]
pub(super) struct Ditto(Option<(u8, u8)>);

/// Exact fields, then fields with a mask.
fn pull_fields(payload: &[u8]) -> Result<[Fields; 2], E> {
    let c = &mut Cursor::new(payload);
    let mut fields = [Fields::new(), Fields::new()];
    while !c.is_empty() {
        let header = Header::pull(c)?;
        if let Some(field) = header.field() {
            fields[usize::from(header.masked)].insert(field.id);
        }
    }
    Ok(fields)
}

fn pull_exact(payload: &[u8]) -> Result<Fields, E> {
    let [exact, masked] = pull_fields(payload)?;
    if masked.is_empty() {
        Ok(exact)
    } else {
        Err(E::OFPBMC_BAD_MASK)
    }
}

/// The numbers in a list of actions or instructions without their bodies.
fn pull_numbers(payload: &[u8]) -> Result<Vec<u16>, E> {
    let bad = E::OFPBPC_BAD_LEN;
    let c = &mut Cursor::new(payload);
    let mut numbers = Vec::new();
    while !c.is_empty() {
        let (number, length) = (c.u16(bad)?, c.u16(bad)?);
        c.take(usize::from(length).checked_sub(4).ok_or(bad)?, bad)?;
        numbers.push(number);
    }
    Ok(numbers)
}

fn pull_actions(payload: &[u8], version: Version) -> Result<u32, E> {
    let bits = pull_numbers(payload)?
        .into_iter()
        .filter(|n| *n < 32)
        .fold(0, |bits, n| bits | 1 << n);
    Ok(known_actions(bits, version))
}

impl TableFeatures {
    fn pull(c: &mut Cursor<'_>, version: Version) -> Result<Self, E> {
        let bad = E::OFPBPC_BAD_LEN;
        let length = usize::from(Cursor::new(c.rest()).u16(bad)?);
        if length < 64 || length % 8 != 0 {
            return Err(bad);
        }
        let c = &mut Cursor::new(c.take(length, bad)?);
        c.u16(bad)?;
        let (table, command) = (c.u8(bad)?, c.u8(bad)?);
        let mut features = Self {
            table,
            ..Self::default()
        };
        if version >= Version::V1_5 {
            if command > 3 {
                return Err(E::OFPTFFC_BAD_COMMAND);
            }
            features.command = command;
        }
        if table == 255 {
            return Err(E::OFPTFFC_BAD_TABLE);
        }
        c.take(4, bad)?;
        features.name = text_of(c.take(32, bad)?, 31);
        features.metadata = [c.u64(bad)?, c.u64(bad)?];
        let capabilities = c.u32(bad)?;
        if version >= Version::V1_4 {
            features.supports = Some([2, 3].map(|bit| capabilities >> bit & 1 == 1));
        }
        features.max_entries = c.u32(bad)?;
        features.pull_properties(c, version)?;
        Ok(features)
    }

    fn pull_properties(&mut self, c: &mut Cursor<'_>, version: Version) -> Result<(), E> {
        /// All that are not about misses.
        const REQUIRED: u32 = 1 << 0 | 1 << 2 | 1 << 4 | 1 << 6 | 1 << 8 | 1 << 10 | 1 << 12 | 1 << 14;
        let any = !c.is_empty();
        let mut seen = 0u32;
        while !c.is_empty() {
            let (kind, payload) = pull_typed(c, 0xffff)?;
            if kind < 32 {
                if seen >> kind & 1 == 1 {
                    return Err(E::OFPTFFC_BAD_FEATURES);
                }
                seen |= 1 << kind;
            }
            let side = if kind % 2 == 1 {
                &mut self.miss
            } else {
                &mut self.hit
            };
            match kind {
                0 | 1 => {
                    let known = pull_numbers(payload)?.into_iter().filter_map(Instructions::bit);
                    side.instructions = known.fold(0, |all, bit| all | bit);
                }
                2 | 3 => {
                    if payload.contains(&255) {
                        return Err(E::OFPBPC_BAD_VALUE);
                    }
                    side.next = payload.iter().copied().collect();
                }
                4 | 5 => side.write.actions = pull_actions(payload, version)?,
                6 | 7 => side.apply.actions = pull_actions(payload, version)?,
                8 => [self.matched, self.masked] = pull_fields(payload)?,
                10 => self.wildcard = pull_exact(payload)?,
                12 | 13 => side.write.set_fields = pull_exact(payload)?,
                14 | 15 => side.apply.set_fields = pull_exact(payload)?,
                _ => {}
            }
        }
        if seen & REQUIRED != REQUIRED && (any || version < Version::V1_5) {
            return Err(E::OFPTFFC_BAD_FEATURES);
        }
        if any {
            self.complete_misses(seen);
        }
        self.matched.extend(self.masked.iter().copied());
        self.wildcard.extend(self.masked.iter().copied());
        self.wildcard = self.wildcard.intersection(&self.matched).copied().collect();
        Ok(())
    }

    /// What is not said about misses is as for hits.
    fn complete_misses(&mut self, seen: u32) {
        let missing = |kind: u32| seen >> kind & 1 == 0;
        let (hit, miss) = (&self.hit, &mut self.miss);
        if missing(1) {
            miss.instructions = hit.instructions;
        }
        if missing(3) {
            miss.next.clone_from(&hit.next);
        }
        if missing(5) {
            miss.write.actions = hit.write.actions;
        }
        if missing(7) {
            miss.apply.actions = hit.apply.actions;
        }
        if missing(13) {
            miss.write.set_fields.clone_from(&hit.write.set_fields);
        }
        if missing(15) {
            miss.apply.set_fields.clone_from(&hit.apply.set_fields);
        }
    }

    fn is_like(&self, other: &Self) -> bool {
        self.metadata == other.metadata
            && self.miss_config == other.miss_config
            && self.supports == other.supports
            && self.max_entries == other.max_entries
            && self.hit.is_like(self.table, &other.hit, other.table)
            && self.miss.is_like(self.table, &other.miss, other.table)
            && self.matched == other.matched
    }

    fn is_empty(&self) -> bool {
        self.metadata == [0; 2]
            && self.miss_config.is_none()
            && self.supports.is_none()
            && self.max_entries == 0
            && self.hit.is_empty()
            && self.miss.is_empty()
            && self.matched.is_empty()
    }
}

/// How many names from the first on count up by one.
fn counting_run(names: &[&str]) -> usize {
    let follows = |pair: &[&str]| {
        let [a, b] = pair else { return false };
        let shared = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
        let number = |name: &str| {
            let digits = name.get(shared..).filter(|digits| digits.len() < 10)?;
            digits
                .bytes()
                .all(|byte| byte.is_ascii_digit())
                .then(|| digits.parse::<u32>().ok())
                .flatten()
        };
        matches!((number(a), number(b)), (Some(a), Some(b)) if a + 1 == b)
    };
    let run = 1 + names.windows(2).take_while(|pair| follows(pair)).count();
    if run == 2 { 1 } else { run }
}

/// The length of what both begin with, up to an underscore.
fn shared_prefix(a: &str, b: &str) -> usize {
    let same = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b);
    same.enumerate()
        .filter(|(_, (byte, _))| *byte == b'_')
        .map(|(i, _)| i + 1)
        .last()
        .unwrap_or(0)
}

/// Names in short: runs that count up, and shared beginnings, are written once.
fn put_names(out: &mut String, mut names: &[&str], prefix: usize) {
    let after = |name: &&str| name.get(prefix..).unwrap_or_default().to_owned();
    let mut first = true;
    while let [head, rest @ ..] = names {
        if !first {
            out.push(if prefix > 0 { ',' } else { ' ' });
        }
        first = false;
        let shared = rest
            .first()
            .map_or(0, |next| shared_prefix(&after(head), &after(next)));
        let alike = rest
            .iter()
            .take_while(|name| shared_prefix(&after(head), &after(name)) > 0)
            .count();
        let prefix_run = 1 + alike;
        let run = counting_run(names);
        if run >= prefix_run {
            out.push_str(&after(head));
            if let Some(last) = names.get(run - 1).filter(|_| run > 1) {
                out.push_str("...");
                out.push_str(&after(last));
            }
        } else {
            out.push_str(after(head).get(..shared).unwrap_or_default());
            out.push('{');
            put_names(out, names.get(..prefix_run).unwrap_or_default(), prefix + shared);
            out.push('}');
        }
        names = names.get(run.max(prefix_run)..).unwrap_or_default();
    }
}

impl Printer<'_> {
    pub(super) fn table_features(&mut self, frame: &Frame<'_>) -> Result<(), E> {
        let c = &mut Cursor::new(frame.body());
        let version = frame.version()?;
        let mut ditto = Ditto::default();
        let mut previous = None;
        let mut result = Ok(());
        while !c.is_empty() {
            match TableFeatures::pull(c, version) {
                Ok(features) => {
                    self.features_of_table(&features, &None, previous.as_ref(), &mut ditto);
                    previous = Some((features, None));
                }
                Err(code) => {
                    result = Err(code);
                    break;
                }
            }
        }
        self.finish_dittos(&mut ditto);
        result
    }

    pub(super) fn finish_dittos(&mut self, ditto: &mut Ditto) {
        match ditto.0.take() {
            None => {}
            Some((first, last)) if first == last => self.put(format_args!("\n  table {first}: ditto\n")),
            Some((first, last)) => self.put(format_args!("\n  tables {first}...{last}: ditto\n")),
        }
    }

    pub(super) fn features_of_table(
        &mut self,
        features: &TableFeatures,
        stats: &Option<TableStats>,
        previous: Option<&(TableFeatures, Option<TableStats>)>,
        ditto: &mut Ditto,
    ) {
        if previous.is_none() && features.command != 0 {
            let name = ["replace", "modify", "enable", "disable"].get(usize::from(features.command));
            self.put(format_args!("\n  command: {}", name.copied().unwrap_or_default()));
        }
        let table = features.table;
        let same_stats = stats.is_none() || previous.is_some_and(|(_, before)| before == stats);
        let before = previous.map(|(before, _)| before);
        let same_features = before.is_some_and(|before| features.is_like(before));
        if same_stats && same_features && features.name.is_empty() {
            let first = ditto.0.map_or(table, |(first, _)| first);
            ditto.0 = Some((first, table));
            return;
        }
        self.finish_dittos(ditto);
        self.put(format_args!("\n  table {table}"));
        if !features.name.is_empty() {
            self.put(format_args!(" (\"{}\")", features.name));
        }
        self.out.push(':');
        if same_stats && same_features {
            return self.out.push_str(" ditto");
        }
        self.out.push('\n');
        if let Some(stats) = stats {
            let TableStats {
                active,
                lookups,
                matches,
            } = stats;
            self.put(format_args!(
                "    active={active}, lookup={lookups}, matched={matches}\n"
            ));
        }
        if same_features {
            if !features.is_empty() {
                self.out.push_str("    (same features)\n");
            }
            return;
        }
        self.abilities(features, before);
    }

    fn abilities(&mut self, features: &TableFeatures, before: Option<&TableFeatures>) {
        let [matched, written] = features.metadata;
        if features.metadata != [0; 2] {
            let hex = |n: u64| if n == 0 { "0".to_owned() } else { format!("{n:#x}") };
            self.put(format_args!(
                "    metadata: match={} write={}\n",
                hex(matched),
                hex(written)
            ));
        }
        if let Some(miss) = features.miss_config {
            self.put(format_args!("    config={miss}\n"));
        }
        if let Some(supports) = features.supports {
            for (name, supported) in ["eviction", "vacancy events"].iter().zip(supports) {
                self.put(format_args!(
                    "    {name}: {}supported\n",
                    if supported { "" } else { "not " }
                ));
            }
        }
        if features.max_entries != 0 {
            self.put(format_args!("    max_entries={}\n", features.max_entries));
        }
        let table = features.table;
        let (hit, miss) = (
            before.map(|before| &before.hit),
            before.map(|before| &before.miss),
        );
        let unchanged = before.is_some_and(|before| {
            features.hit.is_like(table, &before.hit, before.table)
                && features.miss.is_like(table, &before.miss, before.table)
        });
        if unchanged {
            if !features.hit.is_empty() {
                self.out.push_str("    (same instructions)\n");
            }
        } else if features.hit != features.miss {
            self.out.push_str("    instructions (other than table miss):\n");
            self.instructions(&features.hit, hit);
            self.out.push_str("    instructions (table miss):\n");
            self.instructions(&features.miss, miss);
        } else if !features.hit.is_empty() {
            self.out.push_str("    instructions (table miss and others):\n");
            self.instructions(&features.hit, hit);
        }
        self.matching(features, before);
    }

    fn matching(&mut self, features: &TableFeatures, before: Option<&TableFeatures>) {
        if features.matched.is_empty() {
            return;
        }
        if before.is_some_and(|before| before.matched == features.matched) {
            return self.out.push_str("    (same matching)\n");
        }
        self.out.push_str("    matching:\n");
        let ways = [
            ("arbitrary mask", true, true),
            ("exact match or wildcard", false, true),
            ("must exact match", false, false),
        ];
        for (title, masked, wildcard) in ways {
            let fields = features.matched.iter().filter(|field| {
                features.masked.contains(field) == masked && features.wildcard.contains(field) == wildcard
            });
            let fields: Fields = fields.copied().collect();
            if !fields.is_empty() {
                self.put(format_args!("      {title}:"));
                self.field_names(&fields);
            }
        }
    }

    fn field_names(&mut self, fields: &Fields) {
        let names: Vec<&str> = fields.iter().map(|id| id.field().name).collect();
        self.out.push(' ');
        put_names(&mut self.out, &names, 0);
        self.out.push('\n');
    }

    fn instructions(&mut self, now: &Instructions, before: Option<&Instructions>) {
        if !now.next.is_empty() {
            self.out.push_str("      next tables: ");
            let mut ranges: Vec<(u8, u8)> = Vec::new();
            for table in now.next.iter().copied() {
                match ranges.last_mut() {
                    Some((_, last)) if last.checked_add(1) == Some(table) => *last = table,
                    _ => ranges.push((table, table)),
                }
            }
            let text = ranges.iter().map(|(first, last)| match first == last {
                true => first.to_string(),
                false => format!("{first}-{last}"),
            });
            let text: Vec<String> = text.collect();
            self.put(format_args!("{}\n", text.join(",")));
        }
        if now.instructions != 0 {
            if before.is_some_and(|before| before.instructions == now.instructions) {
                self.out.push_str("      (same instructions)\n");
            } else {
                let set = Instructions::NAMES
                    .iter()
                    .enumerate()
                    .filter(|(i, _)| now.instructions >> i & 1 == 1);
                let names: Vec<&str> = set.map(|(_, name)| *name).collect();
                self.put(format_args!("      instructions: {}\n", names.join(" ")));
            }
        }
        let same = before.is_some_and(|before| before.write == now.write && before.apply == now.apply);
        if same && !now.write.set_fields.is_empty() {
            self.out.push_str("      (same actions)\n");
        } else if now.write != now.apply {
            self.out.push_str("      Write-Actions features:\n");
            self.actions_of_table(&now.write);
            self.out.push_str("      Apply-Actions features:\n");
            self.actions_of_table(&now.apply);
        } else if !now.write.is_empty() {
            self.out
                .push_str("      Write-Actions and Apply-Actions features:\n");
            self.actions_of_table(&now.write);
        }
    }

    fn actions_of_table(&mut self, actions: &Actions) {
        if actions.actions != 0 {
            self.out.push_str("        actions: ");
            self.action_names(actions.actions);
            self.out.push('\n');
        }
        if !actions.set_fields.is_empty() {
            self.out.push_str("        supported on Set-Field:");
            self.field_names(&actions.set_fields);
        }
    }
}
